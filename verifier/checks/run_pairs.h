// SPDX-License-Identifier: Apache-2.0
// What two runs of one submission must not share, and what they must (rule B4): not one log, not
// one score to the last digit; one configuration.
#pragma once

#include <string>
#include <vector>

#include "verifier/submission/submission.h"

namespace verifier {

// Two logs of distinct seeds, and what makes them one.
struct LogPair {
  const TrainLog* first = nullptr;
  const TrainLog* second = nullptr;
  std::string why;
};

// One log passed off as two: equal bytes, or the same training to the millisecond. Every log of the
// folder counts, whether it is a run or not.
std::vector<LogPair> copied_logs(const std::vector<TrainLog>& logs);

// Final scores that agree although they are written with at least so many decimals.
std::vector<LogPair> identical_scores(const std::vector<const TrainLog*>& runs, int decimals);

// Runs of distinct names that say the same seed inside.
std::vector<LogPair> seeds_named_twice(const std::vector<const TrainLog*>& runs);

// Whether every run logs a packed model of one and the same size, though their scores differ.
bool same_size_throughout(const std::vector<const TrainLog*>& runs);

// A setting with two values among the runs; a setting that some runs do not print is no difference.
struct SettingDifference {
  std::string key;
  Claim<std::string> one;
  Claim<std::string> other;
};
std::vector<SettingDifference> different_settings(const std::vector<const TrainLog*>& runs,
                                                  const std::vector<std::string>& left_out);

}  // namespace verifier
