// SPDX-License-Identifier: Apache-2.0
// What a folder's logs add up to, as a reader with a pencil would note it: the runs of the claim,
// their aggregates, and what in the logs carries the claimed score (submission-formats.md, 3.5
// and section 5). Nothing is judged here.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "verifier/submission/submission.h"

namespace verifier {

// The runs that have a score, and what they add up to; `runs` point into the submission.
struct Facts {
  std::vector<const TrainLog*> runs;  // logs named after a seed first, then the others, by path
  std::optional<double> mean_bpb;
  std::optional<double> mean_val_loss;
  std::optional<double> sample_std;  // two runs and more
  std::optional<double> population_std;
  std::optional<std::uint64_t> max_total_bytes;
  std::optional<std::uint64_t> max_train_ms;
  std::optional<double> max_eval_ms;
  std::string claim_support;  // one of the words of section 5; empty where nothing is claimed
};

Facts facts_of(const Submission& submission);

// The time of the final score where the log has it in milliseconds; a rounded time is none.
std::optional<double> exact_eval_ms(const TrainLog& log);

// The byte length of the validation text that tokens, loss and score of a run imply (3.6); empty
// where the score has too few decimals to tell.
std::optional<double> implied_val_bytes(const TrainLog& log);

// Whether a value, rounded to the decimals of the claim, is the claim.
bool is_claimed(const Decimal& claim, double value);

double mean_of(const std::vector<double>& values);

// Divisor n-1; 0 for fewer than two values.
double sample_std_of(const std::vector<double>& values);

}  // namespace verifier
