// SPDX-License-Identifier: Apache-2.0
#include "verifier/statistics/two_sample.h"

#include <cmath>
#include <limits>
#include <stdexcept>

#include "verifier/statistics/distributions.h"

namespace verifier::statistics {
namespace {

constexpr double kSmallestP = 1e-300;
constexpr double kTooWideLevel = 0.001;

double size(const Summary& group) {
  return static_cast<double>(group.n);
}

TestResult student(double difference, double standard_error, double df) {
  if (!(standard_error > 0)) {
    throw std::invalid_argument("both spreads are zero: there is nothing to test with");
  }
  const double t = difference / standard_error;
  return {t, df, bounded_p(student_t_cdf(t, df)), standard_error};
}

}  // namespace

double bounded_p(double p) {
  return std::fmax(p, kSmallestP);
}

double size_factor(std::size_t n, std::size_t m) {
  return std::sqrt(1 / static_cast<double>(n) + 1 / static_cast<double>(m));
}

double pooled_variance(const Summary& one, const Summary& other) {
  return ((size(one) - 1) * one.variance + (size(other) - 1) * other.variance) /
         (size(one) + size(other) - 2);
}

TestResult welch(const Summary& fresh, const Summary& reference, double margin) {
  const double a = fresh.variance / size(fresh);
  const double b = reference.variance / size(reference);
  const double df = (a + b) * (a + b) / (a * a / (size(fresh) - 1) + b * b / (size(reference) - 1));
  return student(fresh.mean - reference.mean + margin, std::sqrt(a + b), df);
}

TestResult pooled(const Summary& fresh, const Summary& reference, double margin) {
  return student(fresh.mean - reference.mean + margin,
                 std::sqrt(pooled_variance(fresh, reference)) * size_factor(fresh.n, reference.n),
                 size(fresh) + size(reference) - 2);
}

TestResult moderated(const Summary& fresh, const Summary& reference, double margin,
                     const Calibration& calibration) {
  const double own = size(fresh) + size(reference) - 2;
  const double df = calibration.df + own;
  const double variance = (calibration.df * calibration.sigma * calibration.sigma +
                           own * pooled_variance(fresh, reference)) /
                          df;
  return student(fresh.mean - reference.mean + margin,
                 std::sqrt(variance) * size_factor(fresh.n, reference.n), df);
}

bool is_too_wide(const Summary& group, const Calibration& calibration) {
  const double df = size(group) - 1;
  const double ratio = group.variance / (calibration.sigma * calibration.sigma);
  return ratio > chi_square_upper_point(kTooWideLevel, df) / df;
}

TestResult known_sigma(const Mean& fresh, const Mean& reference, double margin, double sigma) {
  const double standard_error = sigma * size_factor(fresh.n, reference.n);
  if (!(standard_error > 0)) {
    throw std::invalid_argument("a known sigma must be above zero");
  }
  const double z = (fresh.value - reference.value + margin) / standard_error;
  return {z, std::numeric_limits<double>::infinity(), bounded_p(normal_cdf(z)), standard_error};
}

}  // namespace verifier::statistics
