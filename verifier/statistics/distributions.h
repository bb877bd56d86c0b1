// SPDX-License-Identifier: Apache-2.0
// The distribution functions behind every test (statistics.md section 6): Student's t by the
// regularized incomplete beta function, the normal, chi-square, the noncentral t for power. All
// arguments must be finite; degrees of freedom must be above zero and may be fractions.
#pragma once

namespace verifier::statistics {

// P(T <= t); relative error at most 1e-12 down to 1e-300.
double student_t_cdf(double t, double df);

// The t with P(T <= t) = p, 0 < p < 1.
double student_t_quantile(double p, double df);

// P(T <= t) for a numerator of mean `noncentrality`.
double noncentral_t_cdf(double t, double df, double noncentrality);

double normal_cdf(double z);
double normal_density(double z);

// The z with P(Z <= z) = p, 0 < p < 1.
double normal_quantile(double p);

// P(X <= x) and P(X > x), x >= 0.
double chi_square_lower(double x, double df);
double chi_square_upper(double x, double df);

// The x with P(X > x) = p, 0 < p < 1.
double chi_square_upper_point(double p, double df);

// B(a, b).
double beta_function(double a, double b);

}  // namespace verifier::statistics
