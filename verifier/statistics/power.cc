// SPDX-License-Identifier: Apache-2.0
#include "verifier/statistics/power.h"

#include <cmath>

#include "verifier/statistics/distributions.h"
#include "verifier/statistics/quadrature.h"

namespace verifier::statistics {
namespace {

constexpr double kHalfPi = 1.5707963267948966;

double count(std::size_t n) {
  return static_cast<double>(n);
}

// P(T < quantile of alpha) where the statistic's mean is `-shift`.
double power_student(double df, double shift, double alpha) {
  return 1 - noncentral_t_cdf(-student_t_quantile(alpha, df), df, shift);
}

// Given which share of the summed squares is the new group's: Welch's test passes where the gap,
// in standard errors, exceeds a noncentral t.
double welch_power_at(double share, const Summary& fresh, const Summary& reference, double gap,
                      double alpha) {
  const double n = count(fresh.n);
  const double m = count(reference.n);
  const double a = fresh.variance / n * share / (n - 1);
  const double b = reference.variance / m * (1 - share) / (m - 1);
  const double df = (a + b) * (a + b) / (a * a / (n - 1) + b * b / (m - 1));
  const double standard_error = std::sqrt(fresh.variance / n + reference.variance / m);
  const double all = n + m - 2;
  const double critical =
      -student_t_quantile(alpha, df) * std::sqrt((a + b) * all) / standard_error;
  return 1 - noncentral_t_cdf(critical, all, gap / standard_error);
}

}  // namespace

double gap_one_sample(std::size_t n, double alpha) {
  return -student_t_quantile(alpha, count(n) - 1) / std::sqrt(count(n));
}

double gap_pooled(std::size_t n, std::size_t m, double alpha) {
  return gap_moderated(n, m, alpha, 0);
}

double gap_moderated(std::size_t n, std::size_t m, double alpha, double calibration_df) {
  return -student_t_quantile(alpha, calibration_df + count(n + m) - 2) * size_factor(n, m);
}

double gap_known_sigma(std::size_t n, std::size_t m, double alpha) {
  return -normal_quantile(alpha) * size_factor(n, m);
}

double gap_known_sigma_one_sample(std::size_t n, double alpha) {
  return -normal_quantile(alpha) / std::sqrt(count(n));
}

double power_one_sample(std::size_t n, double gap, double alpha) {
  return power_student(count(n) - 1, gap * std::sqrt(count(n)), alpha);
}

double power_pooled(std::size_t n, std::size_t m, double gap, double alpha) {
  return power_moderated(n, m, gap, alpha, 0);
}

double power_moderated(std::size_t n, std::size_t m, double gap, double alpha,
                       double calibration_df) {
  return power_student(calibration_df + count(n + m) - 2, gap / size_factor(n, m), alpha);
}

double power_known_sigma(std::size_t n, std::size_t m, double gap, double alpha) {
  return normal_cdf(gap / size_factor(n, m) + normal_quantile(alpha));
}

double power_welch(const Summary& fresh, const Summary& reference, double gap, double alpha) {
  const double n = count(fresh.n);
  const double m = count(reference.n);
  // With share = sin^2(angle) the density has no pole at either end, whatever n and m.
  const auto weighted = [&](double angle) {
    const double sine = std::sin(angle);
    const double cosine = std::cos(angle);
    return 2 * std::pow(sine, n - 2) * std::pow(cosine, m - 2) *
           welch_power_at(sine * sine, fresh, reference, gap, alpha);
  };
  return integrate(weighted, 0, kHalfPi) / beta_function((n - 1) / 2, (m - 1) / 2);
}

double smallest_passing_gain(const Summary& fresh, const Summary& reference, double margin,
                             double alpha) {
  const TestResult test = welch(fresh, reference, margin);
  return margin - student_t_quantile(alpha, test.df) * test.standard_error;
}

double chance_of_false_record(std::size_t submissions, double alpha) {
  return -std::expm1(count(submissions) * std::log1p(-alpha));
}

}  // namespace verifier::statistics
