// SPDX-License-Identifier: Apache-2.0
// One-sided tests of a group against a group (statistics.md sections 2.1 to 2.3 and 2.5). The null
// hypothesis is that the new group's true gain over the reference is at most the margin; smaller
// scores are better, so a small p favours the new group. At least one spread must be above zero.
#pragma once

#include "verifier/statistics/moments.h"

namespace verifier::statistics {

struct TestResult {
  double t = 0;
  double df = 0;              // infinity where the spread is known
  double p = 0;               // never below 1e-300, which stands for anything smaller
  double standard_error = 0;  // of the difference of means
};

TestResult welch(const Summary& fresh, const Summary& reference, double margin);

// Exact where both spreads agree; must not gate alone.
TestResult pooled(const Summary& fresh, const Summary& reference, double margin);

// A run-to-run standard deviation that the rules pin, and how well it is known.
struct Calibration {
  double sigma = 0;
  double df = 0;
};

TestResult moderated(const Summary& fresh, const Summary& reference, double margin,
                     const Calibration& calibration);

// Whether a group is too wide for the calibration, at 0.1%: then Welch must be used instead.
bool is_too_wide(const Summary& group, const Calibration& calibration);

// Sigma known exactly; gives a verdict for single runs too.
struct Mean {
  std::size_t n = 0;
  double value = 0;
};
TestResult known_sigma(const Mean& fresh, const Mean& reference, double margin, double sigma);

// The weighted mean of two variances, each with its degrees of freedom.
double pooled_variance(const Summary& one, const Summary& other);

// sqrt(1/n + 1/m).
double size_factor(std::size_t n, std::size_t m);

// A p-value as it may be written: the bound 1e-300 instead of anything below.
double bounded_p(double p);

}  // namespace verifier::statistics
