// SPDX-License-Identifier: Apache-2.0
// Score lines of a log, and which of them is the run's final score (submission-formats.md, 3.4).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "verifier/submission/submission.h"

namespace verifier {

// A line "label val_loss:.. val_bpb:.." or "label val_bpb:.."; empty for anything else and for
// lines that only show progress. Step lines must have been taken out before.
std::optional<ScoreLine> read_score_line(std::string_view line, const Origin& at);

// Whether a line counts something up: "[3/12]", "[ 12.3%]", "3/12 windows".
bool shows_progress(std::string_view line);

struct FinalScore {
  ScoreLine score;             // with the digits of the twin that has most
  MaybeClaim<double> eval_ms;  // of whichever twin has it
};

// The last score that is no diagnostic; a diagnostic or second-class one only where nothing else
// is. Where `label` is given, the last score of that label (with or without "_exact").
std::optional<FinalScore> final_score(const std::vector<ScoreLine>& scores,
                                      const std::string& label = "");

// The time of every evaluation pass, in order; a pass that two lines tell counts once.
std::vector<Claim<double>> evaluation_passes(const std::vector<ScoreLine>& scores);

// A label without the "_exact" that marks the twin with all digits.
std::string plain_label(const std::string& label);

}  // namespace verifier
