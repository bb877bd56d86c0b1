// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <iterator>
#include <set>

#include "verifier/submission/consistency_parts.h"

namespace verifier {
namespace {

constexpr std::uint64_t kCapBytes = 16'000'000;
constexpr std::uint64_t kTrainMs = 600'000;
constexpr std::uint64_t kClearlyOverMs = 601'000;
constexpr double kEvalMs = 600'000;
constexpr std::size_t kSeedsWanted = 3;
constexpr std::uint64_t kWorldSize = 8;
constexpr std::uint64_t kFullValidationTokens = 20'000'000;
constexpr double kLeastValBytes = 150.5e6;
constexpr double kMostValBytes = 151.7e6;
constexpr double kRatioTolerance = 2e-3;
constexpr int kFewDecimals = 4;  // too few to tell a ratio by

using Runs = std::vector<const TrainLog*>;

// The numbers of the runs that have one and that `wanted` accepts.
template <typename Number, typename Wanted>
std::set<std::uint64_t> numbers(const Runs& runs, Number number, Wanted wanted) {
  std::set<std::uint64_t> found;
  for (const TrainLog* run : runs) {
    const auto& claim = number(*run);
    if (claim && wanted(claim->value)) {
      found.insert(claim->value);
    }
  }
  return found;
}

template <typename Items>
void note_any(IssueFinder& finder, const std::string& code, const Items& items) {
  if (!items.empty()) {
    finder.note(code, listed(items));
  }
}

void find_times(IssueFinder& finder) {
  const auto& train_ms = finder.facts.max_train_ms;
  if (train_ms && *train_ms > kTrainMs) {
    finder.note(*train_ms > kClearlyOverMs ? "TRAIN_OVER_600S" : "TRAIN_OVER_600S_LE_1S",
                std::to_string(*train_ms));
  }
  double total_s = 0;
  for (const TrainLog* run : finder.facts.runs) {
    total_s = run->total_eval_s ? std::max(total_s, run->total_eval_s->value) : total_s;
  }
  const double eval_ms = finder.facts.max_eval_ms.value_or(0);
  if (eval_ms > kEvalMs || total_s * 1000 > kEvalMs) {
    finder.note("EVAL_OVER_600S", "final eval " + std::to_string(eval_ms) + " ms, total eval " +
                                      std::to_string(total_s) + " s");
  }
}

bool names_an_ordinal(const Runs& runs) {
  return std::any_of(runs.begin(), runs.end(), [](const TrainLog* run) {
    return run->seed_in_name && run->seed && run->seed != run->seed_in_name->value;
  });
}

void find_seeds(IssueFinder& finder) {
  const Runs& runs = finder.facts.runs;
  if (!runs.empty() && runs.size() < kSeedsWanted) {
    finder.note("SEEDS_LT_3", std::to_string(runs.size()));
  }
}

void find_seed_names(IssueFinder& finder) {
  const Runs& runs = finder.facts.runs;
  std::vector<std::string> differing;
  for (const TrainLog* run : runs) {
    const bool differs = run->seed_in_name && run->seed_in_log &&
                         run->seed_in_name->value != run->seed_in_log->value;
    if (differs && !names_an_ordinal(runs)) {
      differing.push_back("[" + run->path + ", " + std::to_string(run->seed_in_log->value) + "]");
    }
  }
  note_any(finder, "SEED_NAME_VS_LOG", differing);
}

void find_hardware(IssueFinder& finder) {
  note_any(finder, "WORLD_SIZE_NOT_8",
           numbers(
               finder.facts.runs, [](const TrainLog& run) { return run.world_size; },
               [](std::uint64_t size) { return size != kWorldSize; }));
  std::set<std::string> devices;
  for (const TrainLog* run : finder.facts.runs) {
    for (const auto& gpu : run->gpus) {
      devices.insert(gpu.value);
    }
  }
  std::vector<std::string> others;
  std::copy_if(devices.begin(), devices.end(), std::back_inserter(others),
               [](const std::string& name) { return name.find("H100") == std::string::npos; });
  note_any(finder, "GPU_NOT_H100", others);
}

std::vector<std::string> paths_where(const Runs& runs, bool (*wanted)(const TrainLog&)) {
  std::vector<std::string> paths;
  for (const TrainLog* run : runs) {
    if (wanted(*run)) {
      paths.push_back(run->path);
    }
  }
  return paths;
}

void find_scores(IssueFinder& finder) {
  std::vector<std::string> implied_off;
  double least_ratio = INFINITY;
  double most_ratio = 0;
  for (const TrainLog* run : finder.facts.runs) {
    const auto& score = run->final_score;
    const bool exact = score && score->val_bpb.value.decimals > kFewDecimals;
    if (exact && score->val_loss && score->val_loss->value.value > 0) {
      const double ratio = score->val_bpb.value.value / score->val_loss->value.value;
      least_ratio = std::min(least_ratio, ratio);
      most_ratio = std::max(most_ratio, ratio);
    }
    const auto implied = implied_val_bytes(*run);
    const bool off = implied && run->val_tokens->value >= kFullValidationTokens &&
                     (*implied < kLeastValBytes || *implied > kMostValBytes);
    if (off) {
      implied_off.push_back(std::to_string(std::llround(*implied)));
    }
  }
  if (most_ratio > least_ratio * (1 + kRatioTolerance)) {
    finder.note("BPB_LOSS_RATIO_DIFFERS",
                std::to_string(least_ratio) + " to " + std::to_string(most_ratio));
  }
  note_any(finder, "IMPLIED_VAL_BYTES_OFF", implied_off);
  note_any(finder, "PARTIAL_VALIDATION",
           numbers(
               finder.facts.runs, [](const TrainLog& run) { return run.val_tokens; },
               [](std::uint64_t tokens) { return tokens < kFullValidationTokens; }));
}

// Two seeds never pack to the same number of bytes.
void find_equal_totals(IssueFinder& finder) {
  std::map<std::uint64_t, std::set<double>> scores;
  for (const TrainLog* run : finder.facts.runs) {
    if (run->total_bytes && run->final_score) {
      scores[run->total_bytes->value].insert(run->final_score->val_bpb.value.value);
    }
  }
  for (const auto& [total, different] : scores) {
    if (different.size() > 1) {
      finder.note("SAME_ARTIFACT_SIZE_ACROSS_SEEDS", std::to_string(total));
      return;
    }
  }
}

}  // namespace

void find_run_issues(IssueFinder& finder) {
  const Runs& runs = finder.facts.runs;
  note_any(finder, "OVER_CAP_LOGGED",
           numbers(
               runs, [](const TrainLog& run) { return run.total_bytes; },
               [](std::uint64_t total) { return total > kCapBytes; }));
  if (finder.has_limits()) {
    find_times(finder);
    find_seeds(finder);
    find_hardware(finder);
  }
  find_seed_names(finder);
  find_scores(finder);
  find_equal_totals(finder);
  note_any(finder, "LOG_HOLDS_SEVERAL_RUNS",
           paths_where(runs, [](const TrainLog& run) { return run.runs_in_file > 1; }));
  note_any(finder, "LOG_TIME_GOES_BACK",
           paths_where(runs, [](const TrainLog& run) { return run.time_goes_back.has_value(); }));
  note_any(finder, "CALIBRATES_ON_VAL", paths_where(runs, [](const TrainLog& run) {
             return run.calibration_source && run.calibration_source->value == "val";
           }));
  if (!finder.submission.common_label.empty()) {
    finder.note("LAST_SCORE_LABELS_DIFFER", "runs compared on " + finder.submission.common_label);
  }
}

}  // namespace verifier
