// SPDX-License-Identifier: Apache-2.0
// Does a rerun reproduce a claim (statistics.md sections 3.1 and 3.2)? The prediction interval
// screens; two one-sided tests decide.
#pragma once

#include "verifier/statistics/two_sample.h"

namespace verifier::statistics {

// By how many claimed deviations the mean of `reruns` may differ from the mean of `claimed` runs,
// two-sided at alpha. At least two claimed runs.
double prediction_multiplier(std::size_t claimed, std::size_t reruns, double alpha);

struct Equivalence {
  double difference = 0;  // rerun minus claim
  double standard_error = 0;
  double df = 0;
  double p_lower = 0;  // against a difference of -epsilon or less
  double p_upper = 0;  // against a difference of +epsilon or more
  double p = 0;        // the larger of the two
  double low = 0;      // the 1-2alpha confidence interval of the difference
  double high = 0;
};

// Epsilon is at least zero.
Equivalence equivalence(const Summary& rerun, const Summary& claim, double epsilon,
                        double alpha = 0.05);

enum class EquivalenceVerdict { equivalent, better_than_claimed, worse_than_claimed, undecided };

EquivalenceVerdict verdict_of(const Equivalence& result, double epsilon, double alpha = 0.05);

}  // namespace verifier::statistics
