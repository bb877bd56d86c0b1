// SPDX-License-Identifier: Apache-2.0
#include "verifier/submission/facts.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "verifier/submission/claim_support.h"
#include "verifier/submission/decimal.h"

namespace verifier {
namespace {

constexpr double kBinaryNoise = 1e-12;

std::vector<const TrainLog*> runs_in_order(const Submission& submission) {
  std::vector<const TrainLog*> runs;
  for (const std::size_t index : submission.run_set) {
    if (submission.logs[index].final_score) {
      runs.push_back(&submission.logs[index]);
    }
  }
  const bool any_named =
      std::any_of(runs.begin(), runs.end(), [](const TrainLog* run) { return run->seed_in_name; });
  if (any_named) {
    std::stable_partition(runs.begin(), runs.end(),
                          [](const TrainLog* run) { return run->seed_in_name.has_value(); });
  }
  return runs;
}

void note_scores(Facts& facts) {
  std::vector<double> scores;
  std::vector<double> losses;
  for (const TrainLog* run : facts.runs) {
    if (run->final_score) {
      scores.push_back(run->final_score->val_bpb.value.value);
    }
    if (run->final_score && run->final_score->val_loss) {
      losses.push_back(run->final_score->val_loss->value.value);
    }
  }
  if (!losses.empty()) {
    facts.mean_val_loss = mean_of(losses);
  }
  if (scores.empty()) {
    return;
  }
  facts.mean_bpb = mean_of(scores);
  if (scores.size() < 2) {
    return;
  }
  const auto count = static_cast<double>(scores.size());
  facts.sample_std = sample_std_of(scores);
  facts.population_std = *facts.sample_std * std::sqrt((count - 1) / count);
}

template <typename T>
void raise(std::optional<T>& largest, const std::optional<T>& value) {
  largest = value && (!largest || *value > *largest) ? value : largest;
}

template <typename T>
std::optional<T> value_of(const MaybeClaim<T>& claim) {
  return claim ? std::optional<T>(claim->value) : std::nullopt;
}

}  // namespace

double mean_of(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) {
    sum += value;
  }
  return sum / static_cast<double>(values.size());
}

double sample_std_of(const std::vector<double>& values) {
  if (values.size() < 2) {
    return 0;
  }
  const double mean = mean_of(values);
  double squares = 0;
  for (const double value : values) {
    squares += (value - mean) * (value - mean);
  }
  return std::sqrt(squares / static_cast<double>(values.size() - 1));
}

bool is_claimed(const Decimal& claim, double value) {
  return std::fabs(claim.value - value) <= half_unit(claim) + kBinaryNoise;
}

std::optional<double> exact_eval_ms(const TrainLog& log) {
  return log.eval_ms && !log.eval_ms_is_rounded ? std::optional<double>(log.eval_ms->value)
                                                : std::nullopt;
}

std::optional<double> implied_val_bytes(const TrainLog& log) {
  const auto& score = log.final_score;
  constexpr int kTooFewDecimals = 4;
  if (!score || score->val_bpb.value.decimals <= kTooFewDecimals || !score->val_loss ||
      !log.val_tokens || score->val_bpb.value.value <= 0) {
    return std::nullopt;
  }
  return static_cast<double>(log.val_tokens->value) * score->val_loss->value.value /
         (std::numbers::ln2 * score->val_bpb.value.value);
}

Facts facts_of(const Submission& submission) {
  Facts facts;
  facts.runs = runs_in_order(submission);
  note_scores(facts);
  for (const TrainLog* run : facts.runs) {
    raise(facts.max_total_bytes, value_of(run->total_bytes));
    raise(facts.max_train_ms, value_of(run->train_ms));
    const auto eval_ms = exact_eval_ms(*run);
    raise(facts.max_eval_ms, eval_ms.value_or(0) > 0 ? eval_ms : std::nullopt);
  }
  facts.claim_support = claim_support(submission, facts);
  return facts;
}

}  // namespace verifier
