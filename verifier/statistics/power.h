// SPDX-License-Identifier: Apache-2.0
// What so many seeds can decide (statistics.md section 2.6): the gap beyond the margin that just
// reaches alpha, and the chance that a true gap is found. Gaps are in units of the common spread.
#pragma once

#include "verifier/statistics/two_sample.h"

namespace verifier::statistics {

// The gap that just reaches alpha.
double gap_one_sample(std::size_t n, double alpha);
double gap_pooled(std::size_t n, std::size_t m, double alpha);
double gap_moderated(std::size_t n, std::size_t m, double alpha, double calibration_df);
double gap_known_sigma(std::size_t n, std::size_t m, double alpha);
double gap_known_sigma_one_sample(std::size_t n, double alpha);

// The chance that a true gap passes at alpha.
double power_one_sample(std::size_t n, double gap, double alpha);
double power_pooled(std::size_t n, std::size_t m, double gap, double alpha);
double power_moderated(std::size_t n, std::size_t m, double gap, double alpha,
                       double calibration_df);
double power_known_sigma(std::size_t n, std::size_t m, double gap, double alpha);

// Of Welch's test, with the two spreads taken as the true ones; `gap` is beyond the margin and in
// the scores' unit. The share of one spread in the standard error follows a beta distribution and
// is independent of their sum, so the power is the mean of noncentral t probabilities over it.
double power_welch(const Summary& fresh, const Summary& reference, double gap, double alpha);

// The gain that Welch's test would just have passed, at these spreads and run counts.
double smallest_passing_gain(const Summary& fresh, const Summary& reference, double margin,
                             double alpha);

// The chance that at least one of k submissions without true gain passes at alpha (section 2.8).
double chance_of_false_record(std::size_t submissions, double alpha);

}  // namespace verifier::statistics
