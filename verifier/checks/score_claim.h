// SPDX-License-Identifier: Apache-2.0
// The claimed score held against the logs (submission-formats.md section 3.4, rule 5): compare with
// the final scores first; where they do not carry it, name what does.
#pragma once

#include <string>
#include <vector>

#include "verifier/submission/submission.h"

namespace verifier {

// What in the logs carries a claimed score, best first.
enum class ScoreSupport {
  single_run,      // the final score of the only run
  mean_of_runs,    // the mean of the runs' final scores, rounded
  one_of_runs,     // the final score of one run of several
  near_miss,       // off by rounding: less than `note` from the mean or from one run
  other_score,     // another score line
  training_score,  // a validation during training
  nothing,
};

struct SupportedScore {
  ScoreSupport support = ScoreSupport::nothing;
  double mean = 0;             // of the final scores
  double difference = 0;       // claim minus what carries it; minus the mean where nothing does
  Origin origin;               // of what carries it
  std::string label;           // of that line
  std::vector<double> finals;  // one a run that has a final score
};

// `runs` need at least one final score; `note` is the largest difference that passes as rounding.
SupportedScore support_of(const Decimal& claim, const Submission& submission,
                          const std::vector<const TrainLog*>& runs, double note);

// Whether a value, printed with `value_half_unit`, can have been written as the claim.
bool rounds_to(const Decimal& claim, double value, double value_half_unit = 0);

}  // namespace verifier
