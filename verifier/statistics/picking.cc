// SPDX-License-Identifier: Apache-2.0
#include "verifier/statistics/picking.h"

#include <cmath>
#include <stdexcept>
#include <vector>

#include "verifier/statistics/compensated_sum.h"
#include "verifier/statistics/distributions.h"

namespace verifier::statistics {
namespace {

// The trapezium rule converges faster than any power for a smooth function that dies at both ends.
constexpr int kSteps = 800;
constexpr double kReach = 10;

double binomial(std::size_t n, std::size_t k) {
  double value = 1;
  for (std::size_t i = 1; i <= k; ++i) {
    value *= static_cast<double>(n - k + i) / static_cast<double>(i);
  }
  return value;
}

// The chance that fewer than `kept` of the other runs are better, each with chance `below`.
double chance_of_place(std::size_t kept, std::size_t tried, double below) {
  double sum = 0;
  for (std::size_t better = 0; better < kept; ++better) {
    sum += binomial(tried - 1, better) * std::pow(below, static_cast<double>(better)) *
           std::pow(1 - below, static_cast<double>(tried - 1 - better));
  }
  return sum;
}

double degrees(const Summary& group) {
  return static_cast<double>(group.n) - 1;
}

}  // namespace

double best_of_shift(std::size_t kept, std::size_t tried) {
  if (kept < 1 || kept > tried) {
    throw std::invalid_argument("one keeps at least one run and at most all");
  }
  const double step = 2 * kReach / kSteps;
  std::vector<double> terms;
  for (int i = 0; i <= kSteps; ++i) {
    const double z = -kReach + step * i;
    terms.push_back(z * normal_density(z) * chance_of_place(kept, tried, normal_cdf(z)));
  }
  return compensated_sum(terms) * step * static_cast<double>(tried) / static_cast<double>(kept);
}

double permutation_floor(std::size_t n, std::size_t m) {
  return 1 / binomial(n + m, n);
}

double shift_z(const Mean& claim, const Mean& rerun, double sigma) {
  return known_sigma(claim, rerun, 0, sigma).t;
}

double stouffer(std::span<const double> z) {
  if (z.empty()) {
    throw std::invalid_argument("there is nothing to combine");
  }
  return compensated_sum({z.begin(), z.end()}) / std::sqrt(static_cast<double>(z.size()));
}

double chance_of_smaller_spread(const Summary& group, double sigma) {
  return chi_square_lower(degrees(group) * group.variance / (sigma * sigma), degrees(group));
}

double chance_of_larger_spread(const Summary& group, double sigma) {
  return chi_square_upper(degrees(group) * group.variance / (sigma * sigma), degrees(group));
}

}  // namespace verifier::statistics
