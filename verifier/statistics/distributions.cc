// SPDX-License-Identifier: Apache-2.0
// This source and quadrature.cc alone see Boost.Math.
#include "verifier/statistics/distributions.h"

#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/non_central_t.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <boost/math/special_functions/beta.hpp>

namespace verifier::statistics {

namespace bm = boost::math;

double student_t_cdf(double t, double df) {
  return bm::cdf(bm::students_t(df), t);
}

double student_t_quantile(double p, double df) {
  return bm::quantile(bm::students_t(df), p);
}

double noncentral_t_cdf(double t, double df, double noncentrality) {
  // Power needs no more digits than a double's own, and a fifth of the time.
  using Plain = bm::policies::policy<bm::policies::promote_double<false>>;
  return bm::cdf(bm::non_central_t_distribution<double, Plain>(df, noncentrality), t);
}

double normal_cdf(double z) {
  return bm::cdf(bm::normal(), z);
}

double normal_density(double z) {
  return bm::pdf(bm::normal(), z);
}

double normal_quantile(double p) {
  return bm::quantile(bm::normal(), p);
}

double chi_square_lower(double x, double df) {
  return bm::cdf(bm::chi_squared(df), x);
}

double chi_square_upper(double x, double df) {
  return bm::cdf(bm::complement(bm::chi_squared(df), x));
}

double chi_square_upper_point(double p, double df) {
  return bm::quantile(bm::complement(bm::chi_squared(df), p));
}

double beta_function(double a, double b) {
  return bm::beta(a, b);
}

}  // namespace verifier::statistics
