// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <set>

#include "verifier/submission/consistency_parts.h"
#include "verifier/submission/decimal.h"
#include "verifier/submission/defects.h"
#include "verifier/submission/log_scores.h"

namespace verifier {
namespace {

constexpr std::uint64_t kCapBytes = 16'000'000;
constexpr double kStdTolerance = 0.05;

// What each kind of support is called where it is not the final score itself.
std::string code_of(const std::string& support) {
  static const std::map<std::string, std::string> codes = {
      {"one_log_final", "CLAIM_IS_ONE_RUN"},
      {"mean_other_set", "CLAIM_OTHER_RUN_SET"},
      {"mean_other_label", "CLAIM_OTHER_METRIC"},
      {"single_other_label", "CLAIM_OTHER_METRIC"},
      {"one_log_other_label", "CLAIM_OTHER_METRIC"},
      {"mean_within_one_log", "CLAIM_IS_MEAN_WITHIN_ONE_LOG"},
      {"last_training_val", "CLAIM_IS_TRAINING_VAL"},
      {"rounding_only", "CLAIM_ROUNDING"},
      {"unsupported_lt1e-4", "CLAIM_ROUNDING"}};
  const auto found = codes.find(support);
  return found == codes.end() ? "" : found->second;
}

bool is_digit_or_point(const std::string& text, std::size_t at) {
  return at < text.size() && ((text[at] >= '0' && text[at] <= '9') || text[at] == '.');
}

// Whether the digits of the claim stand as a number of their own in a line that is no progress.
bool holds_digits(const std::string& text, const std::string& digits) {
  for (std::size_t at = text.find(digits); at != std::string::npos;
       at = text.find(digits, at + 1)) {
    const bool begins = at == 0 || !is_digit_or_point(text, at - 1);
    const bool ends = !is_digit_or_point(text, at + digits.size());
    const std::size_t start = at == 0 ? std::string::npos : text.rfind('\n', at - 1);
    const std::size_t first = start == std::string::npos ? 0 : start + 1;
    const std::string_view line(&text[first], std::min(text.find('\n', at), text.size()) - first);
    if (begins && ends && !shows_progress(line)) {
      return true;
    }
  }
  return false;
}

bool stands_in_a_log(const IssueFinder& finder, const std::string& digits) {
  return std::any_of(
      finder.source.files.begin(), finder.source.files.end(), [&](const SourceFile& file) {
        return std::any_of(finder.submission.logs.begin(), finder.submission.logs.end(),
                           [&](const TrainLog& log) {
                             return log.path == file.path && holds_digits(file.bytes, digits);
                           });
      });
}

void compare_score(IssueFinder& finder) {
  const std::string& support = finder.facts.claim_support;
  if (support.empty() || support == "single_final" || support == "mean_of_final") {
    return;
  }
  const Decimal& claim = finder.submission.claims.val_bpb->value;
  std::string code = code_of(support);
  if (code.empty()) {
    code = stands_in_a_log(finder, claim.text) ? "CLAIM_IN_UNUSUAL_LINE" : "CLAIM_NOT_IN_LOGS";
  }
  finder.note(code, "claim " + claim.text + " vs mean of " +
                        std::to_string(finder.facts.runs.size()) + " final(s) " +
                        std::to_string(*finder.facts.mean_bpb));
}

bool seed_prints(const Submission& submission, const Claims::PerSeed& claim) {
  const auto prints = [&](const TrainLog& log) {
    return log.seed == claim.seed &&
           std::any_of(log.scores.begin(), log.scores.end(), [&](const ScoreLine& score) {
             return std::fabs(score.val_bpb.value.value - claim.val_bpb.value.value) <=
                    std::max(half_unit(claim.val_bpb.value), half_unit(score.val_bpb.value)) +
                        1e-12;
           });
  };
  return std::any_of(submission.logs.begin(), submission.logs.end(), prints);
}

void compare_seeds(IssueFinder& finder) {
  for (const Claims::PerSeed& claim : finder.submission.claims.per_seed) {
    const bool has_run = std::any_of(
        finder.facts.runs.begin(), finder.facts.runs.end(),
        [&](const TrainLog* run) { return run->seed == claim.seed && run->final_score; });
    if (has_run && !seed_prints(finder.submission, claim)) {
      finder.note("SEED_SCORE_MISMATCH",
                  "seed " + std::to_string(claim.seed) + " claims " + claim.val_bpb.value.text);
    }
  }
}

void compare_own_mean(IssueFinder& finder) {
  const Claims& claims = finder.submission.claims;
  if (!claims.val_bpb || claims.per_seed.size() < 2) {
    return;
  }
  std::vector<double> scores;
  double rounding = 0;
  for (const Claims::PerSeed& seed : claims.per_seed) {
    scores.push_back(seed.val_bpb.value.value);
    rounding = std::max(rounding, half_unit(seed.val_bpb.value));
  }
  const Decimal& claim = claims.val_bpb->value;
  const double mean = mean_of(scores);
  const bool is_one = std::any_of(scores.begin(), scores.end(),
                                  [&](double score) { return is_claimed(claim, score); });
  // The author's own values are rounded as well.
  if (!is_one && std::fabs(claim.value - mean) > half_unit(claim) + rounding + 1e-12) {
    finder.note("JSON_MEAN_MISMATCH", claim.text + " vs own mean " + std::to_string(mean));
  }
}

void compare_deviation(IssueFinder& finder) {
  const auto& claim = finder.submission.claims.val_bpb_std;
  if (!claim || !finder.facts.sample_std || finder.submission.run_set_is_a_guess) {
    return;
  }
  // Zeros at the end of a deviation are padding.
  Decimal shortest = claim->value;
  while (shortest.decimals > 1 && shortest.text.ends_with('0')) {
    shortest.text.pop_back();
    --shortest.decimals;
  }
  const double tolerance = half_unit(shortest);
  const auto agrees = [&](double value) {
    return std::fabs(claim->value.value - value) <= std::max(kStdTolerance * value, tolerance);
  };
  std::vector<double> own;
  own.reserve(finder.submission.claims.per_seed.size());
  for (const Claims::PerSeed& seed : finder.submission.claims.per_seed) {
    own.push_back(seed.val_bpb.value.value);
  }
  const double of_own = sample_std_of(own);
  const double count = static_cast<double>(std::max<std::size_t>(own.size(), 1));
  if (!agrees(*finder.facts.sample_std) && !agrees(*finder.facts.population_std) &&
      !agrees(of_own) && !agrees(of_own * std::sqrt((count - 1) / count))) {
    finder.note("STD_MISMATCH", "claimed " + claim->value.text + ", sample " +
                                    std::to_string(*finder.facts.sample_std) + ", population " +
                                    std::to_string(*finder.facts.population_std));
  }
}

void compare_bytes(IssueFinder& finder) {
  const auto& claim = finder.submission.claims.bytes_total;
  std::set<std::uint64_t> totals;
  std::vector<double> values;
  for (const TrainLog* run : finder.facts.runs) {
    if (run->total_bytes) {
      totals.insert(run->total_bytes->value);
      values.push_back(static_cast<double>(run->total_bytes->value));
    }
  }
  if (claim && claim->value > kCapBytes) {
    finder.note("OVER_CAP_CLAIMED", std::to_string(claim->value));
  }
  const bool in_another_log =
      claim && std::any_of(finder.submission.logs.begin(), finder.submission.logs.end(),
                           [&](const TrainLog& log) {
                             return log.total_bytes && log.total_bytes->value == claim->value;
                           });
  if (!claim || totals.empty() || in_another_log ||
      std::fabs(static_cast<double>(claim->value) - mean_of(values)) <= 1) {
    return;
  }
  finder.note("BYTES_TOTAL_MISMATCH",
              "claim " + std::to_string(claim->value) + " vs logged " + listed(totals));
}

}  // namespace

void find_claim_issues(IssueFinder& finder) {
  const Submission& submission = finder.submission;
  const auto broken =
      std::find_if(submission.defects.begin(), submission.defects.end(), [](const Defect& defect) {
        return defect.code == defect::kJsonBroken || defect.code == defect::kJsonShape;
      });
  if (broken != submission.defects.end()) {
    finder.note("JSON_INVALID", broken->what);
  }
  if (submission.claims_read && !submission.claims.val_bpb) {
    finder.note("NO_NUMERIC_CLAIM");
  }
  if (!submission.logs.empty() && !finder.facts.mean_bpb) {
    finder.note("NO_FINAL_SCORE_IN_LOGS");
  }
  compare_score(finder);
  compare_seeds(finder);
  compare_own_mean(finder);
  compare_deviation(finder);
  compare_bytes(finder);
}

}  // namespace verifier
