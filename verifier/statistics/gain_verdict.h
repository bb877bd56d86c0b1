// SPDX-License-Identifier: Apache-2.0
// Does a group of runs beat a reference by the margin (statistics.md section 2.7)? From samples and
// rule to status and reason, in the order of that section.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "verifier/statistics/two_sample.h"

namespace verifier::statistics {

// Scores of a group, one a seed, all in one unit; or, of a reference, what was published of it.
struct Group {
  std::span<const double> scores;
  std::optional<Summary> published;  // stands where no scores are known
  double resolution = 0;             // step in which the scores were recorded, 0 where unknown

  std::size_t size() const { return published ? published->n : scores.size(); }
};

struct GainRule {
  double margin = 0;  // at least zero, in the unit of the scores
  double alpha = 0;
  std::size_t least_runs = 3;
  bool more_runs_allowed = false;          // and the budget could still change the outcome
  std::optional<Calibration> calibration;  // the moderated test, where the groups are not too wide
};

enum class GainStatus { pass, fail, inconclusive };

struct GainVerdict {
  GainStatus status = GainStatus::inconclusive;
  // "pass", "non-finite-value", "n-below-minimum", "seeds-have-no-effect", "mean-gain-below-margin"
  // or "not-significant".
  std::string_view reason;
  double gain = 0;  // reference mean minus new mean; 0 where a value is not finite or a group empty
  // What decided, where a test could be made; made also where the sign had decided.
  std::optional<TestResult> test;
  std::string_view test_name;  // "welch" or "moderated"
  bool floor_active = false;   // a spread is the floor of the scores' resolution
};

GainVerdict gain_verdict(const Group& fresh, const Group& reference, const GainRule& rule);

}  // namespace verifier::statistics
