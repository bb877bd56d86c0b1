// SPDX-License-Identifier: Apache-2.0
#include "verifier/statistics/moments.h"

#include <cmath>
#include <stdexcept>

namespace verifier::statistics {
namespace {

void need(std::span<const double> values, std::size_t least) {
  if (values.size() < least) {
    throw std::invalid_argument("too few values for this statistic");
  }
}

// Two passes, so that nearly equal scores lose no digits.
double squared_deviations(std::span<const double> values) {
  const double centre = mean(values);
  double sum = 0;
  for (const double value : values) {
    sum += (value - centre) * (value - centre);
  }
  return sum;
}

}  // namespace

double mean(std::span<const double> values) {
  need(values, 1);
  double sum = 0;
  for (const double value : values) {
    sum += value;
  }
  return sum / static_cast<double>(values.size());
}

double sample_deviation(std::span<const double> values) {
  need(values, 2);
  return std::sqrt(squared_deviations(values) / static_cast<double>(values.size() - 1));
}

double population_deviation(std::span<const double> values) {
  need(values, 1);
  return std::sqrt(squared_deviations(values) / static_cast<double>(values.size()));
}

}  // namespace verifier::statistics
