// SPDX-License-Identifier: Apache-2.0
#include "verifier/statistics/equivalence.h"

#include <cmath>

#include "verifier/statistics/distributions.h"

namespace verifier::statistics {

double prediction_multiplier(std::size_t claimed, std::size_t reruns, double alpha) {
  const double df = static_cast<double>(claimed) - 1;
  return -student_t_quantile(alpha / 2, df) * size_factor(reruns, claimed);
}

Equivalence equivalence(const Summary& rerun, const Summary& claim, double epsilon, double alpha) {
  const TestResult even = welch(rerun, claim, 0);
  Equivalence result;
  result.difference = rerun.mean - claim.mean;
  result.standard_error = even.standard_error;
  result.df = even.df;
  // The upper tail is the lower tail of the mirrored statistic, which keeps its small digits.
  result.p_lower =
      bounded_p(student_t_cdf(-(result.difference + epsilon) / result.standard_error, result.df));
  result.p_upper =
      bounded_p(student_t_cdf((result.difference - epsilon) / result.standard_error, result.df));
  result.p = std::fmax(result.p_lower, result.p_upper);
  const double reach = -student_t_quantile(alpha, result.df) * result.standard_error;
  result.low = result.difference - reach;
  result.high = result.difference + reach;
  return result;
}

EquivalenceVerdict verdict_of(const Equivalence& result, double epsilon, double alpha) {
  if (result.p < alpha) {
    return EquivalenceVerdict::equivalent;
  }
  if (result.difference < 0 && result.p_upper < alpha) {
    return EquivalenceVerdict::better_than_claimed;
  }
  return result.low > epsilon ? EquivalenceVerdict::worse_than_claimed
                              : EquivalenceVerdict::undecided;
}

}  // namespace verifier::statistics
