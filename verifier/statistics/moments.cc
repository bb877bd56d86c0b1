// SPDX-License-Identifier: Apache-2.0
#include "verifier/statistics/moments.h"

#include <cmath>
#include <stdexcept>
#include <vector>

#include "verifier/statistics/compensated_sum.h"

namespace verifier::statistics {
namespace {

constexpr double kUniformVariance = 1.0 / 12.0;

void need(std::size_t count, std::size_t least) {
  if (count < least) {
    throw std::invalid_argument("too few values for this statistic");
  }
}

double squared_deviations(std::span<const double> values) {
  const double centre = mean(values);
  std::vector<double> squares;
  std::vector<double> deviations;
  for (const double value : values) {
    squares.push_back((value - centre) * (value - centre));
    deviations.push_back(value - centre);
  }
  // The centre is itself rounded; the second term takes that back.
  const double rest = compensated_sum(deviations);
  return std::fmax(0, compensated_sum(squares) - rest * rest / static_cast<double>(values.size()));
}

}  // namespace

double mean(std::span<const double> values) {
  need(values.size(), 1);
  return compensated_sum({values.begin(), values.end()}) / static_cast<double>(values.size());
}

double sample_deviation(std::span<const double> values) {
  need(values.size(), 2);
  return std::sqrt(squared_deviations(values) / static_cast<double>(values.size() - 1));
}

double population_deviation(std::span<const double> values) {
  need(values.size(), 1);
  return std::sqrt(squared_deviations(values) / static_cast<double>(values.size()));
}

Summary summary_of(std::size_t n, double mean, double deviation, double resolution) {
  need(n, 2);
  const double floor = resolution * resolution * kUniformVariance;
  const double variance = deviation * deviation;
  return {n, mean, std::fmax(variance, floor), variance < floor};
}

Summary summarize(std::span<const double> values, double resolution) {
  need(values.size(), 2);
  return summary_of(values.size(), mean(values), sample_deviation(values), resolution);
}

}  // namespace verifier::statistics
