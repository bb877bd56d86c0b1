// SPDX-License-Identifier: Apache-2.0
#include "verifier/statistics/one_sample.h"

#include <cmath>
#include <limits>
#include <stdexcept>

#include "verifier/statistics/distributions.h"

namespace verifier::statistics {

TestResult one_sample(const Summary& fresh, double target, double margin) {
  const double n = static_cast<double>(fresh.n);
  const double standard_error = std::sqrt(fresh.variance / n);
  if (!(standard_error > 0)) {
    throw std::invalid_argument("the spread is zero: there is nothing to test with");
  }
  const double t = (fresh.mean - target + margin) / standard_error;
  return {t, n - 1, bounded_p(student_t_cdf(t, n - 1)), standard_error};
}

TestResult one_sample_known_sigma(const Mean& fresh, double target, double margin, double sigma) {
  const double standard_error = sigma / std::sqrt(static_cast<double>(fresh.n));
  const double z = (fresh.value - target + margin) / standard_error;
  return {z, std::numeric_limits<double>::infinity(), bounded_p(normal_cdf(z)), standard_error};
}

double true_size(double alpha, std::size_t n, std::size_t m) {
  const double df = static_cast<double>(n) - 1;
  const double inflation = 1 + static_cast<double>(n) / static_cast<double>(m);
  return student_t_cdf(student_t_quantile(alpha, df) / std::sqrt(inflation), df);
}

}  // namespace verifier::statistics
