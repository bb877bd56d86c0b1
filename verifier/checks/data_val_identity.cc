// SPDX-License-Identifier: Apache-2.0
// Rules D3 and E12: the whole validation split is scored. The token count tells it for the known
// tokenizers; for another one the byte length that loss, score and tokens imply. A claim that rests
// on a score of a part of the split fails whatever else was scored.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>

#include "verifier/base/numbers.h"
#include "verifier/checks/bytes_per_token.h"
#include "verifier/checks/check_code.h"
#include "verifier/checks/finding_parts.h"
#include "verifier/checks/score_claim.h"

namespace verifier {
namespace {

constexpr std::array<RuleParam, 5> kParams = {{{"token_counts", ParamKind::list},
                                               {"rounding_tokens", ParamKind::number},
                                               {"partial_below_tokens", ParamKind::number},
                                               {"validation_bytes", ParamKind::number},
                                               {"tolerance_bytes", ParamKind::number}}};
constexpr std::array<std::string_view, 8> kReasons = {
    "whole-split",   "length-agrees",     "partial-split", "subset-scored",
    "unknown-count", "tokens-not-logged", "no-log",        "not-full-scale"};

// The known count nearest to a run's, by which the rounding of the last window is measured.
double nearest_known(const CheckInput& input, double tokens) {
  double nearest = 0;
  for (const std::string& text : input.rule.list("token_counts")) {
    const double known = std::strtod(text.c_str(), nullptr);
    nearest = std::fabs(known - tokens) < std::fabs(nearest - tokens) ? known : nearest;
  }
  return nearest;
}

std::optional<double> implied_bytes(const TrainLog& run) {
  const auto& score = run.final_score;
  const bool known = score && score->val_loss && score->val_loss->value.value > 0 &&
                     score->val_bpb.value.value > 0;
  return known ? std::optional(static_cast<double>(run.val_tokens->value) *
                               bytes_per_token(score->val_loss->value, score->val_bpb.value).value)
               : std::nullopt;
}

Finding judge_count(const CheckInput& input, const TrainLog& run) {
  const auto tokens = static_cast<double>(run.val_tokens->value);
  const double known = nearest_known(input, tokens);
  const std::string said = to_string(run.val_tokens->origin) + ": " +
                           grouped(run.val_tokens->value) + " validation tokens";
  if (std::fabs(tokens - known) <= input.rule.number("rounding_tokens")) {
    Finding finding = pass("log", "whole-split", {tokens, "==", known, "tokens"});
    finding.tolerance = input.rule.number("rounding_tokens");
    finding.message = said + ", the whole split for a known tokenizer";
    return finding;
  }
  const auto bytes = implied_bytes(run);
  const double expected = input.rule.number("validation_bytes");
  if (bytes && std::fabs(*bytes - expected) <= input.rule.number("tolerance_bytes")) {
    Finding finding = pass("log", "length-agrees", {std::round(*bytes), "==", expected, "bytes"});
    finding.tolerance = input.rule.number("tolerance_bytes");
    finding.message = said + " of a tokenizer not known here; they imply " +
                      grouped(static_cast<std::uint64_t>(std::llround(*bytes))) +
                      " bytes, the whole text";
    return finding;
  }
  if (tokens < input.rule.number("partial_below_tokens")) {
    Finding finding = fail("log", "partial-split", {tokens, ">=", known, "tokens"});
    finding.message = said + "; the split has 40 to 62 million with the known tokenizers";
    finding.remedy = "score the whole validation split";
    return finding;
  }
  return inconclusive("log", "unknown-count",
                      said +
                          ", which is the count of no known tokenizer, and the score beside it "
                          "does not imply the length of the whole text");
}

// A score of a subset is fine as long as the claim does not rest on it.
std::optional<Finding> judge_subset(const CheckInput& input,
                                    const std::vector<const TrainLog*>& runs) {
  const auto subset = std::find_if(runs.begin(), runs.end(),
                                   [](const TrainLog* run) { return !run->subset_tokens.empty(); });
  const auto& claim = input.submission.claims.val_bpb;
  const bool scored = std::any_of(runs.begin(), runs.end(),
                                  [](const TrainLog* run) { return run->final_score.has_value(); });
  if (subset == runs.end() || !claim || !scored) {
    return std::nullopt;
  }
  const SupportedScore support = support_of(claim->value, input.submission, runs, 1e-4);
  const bool rests_on_final = support.support == ScoreSupport::single_run ||
                              support.support == ScoreSupport::mean_of_runs ||
                              support.support == ScoreSupport::one_of_runs ||
                              support.support == ScoreSupport::near_miss;
  if (rests_on_final) {
    return std::nullopt;
  }
  const Claim<std::uint64_t>& part = (*subset)->subset_tokens.front();
  const double all = (*subset)->val_tokens ? static_cast<double>((*subset)->val_tokens->value)
                                           : nearest_known(input, 0);
  Finding finding =
      fail("log", "subset-scored", {static_cast<double>(part.value), ">=", all, "tokens"});
  finding.message = to_string(part.origin) + ": a score over " + grouped(part.value) +
                    " tokens only; " + to_string(claim->origin) + " claims " + claim->value.text +
                    ", which is not the final score of the whole split (" + fixed(support.mean, 6) +
                    ")";
  finding.origins = {part.origin, claim->origin};
  finding.remedy = "claim a score of the whole validation split";
  return finding;
}

Finding check_identity(const CheckInput& input) {
  const std::vector<const TrainLog*> runs = runs_of(input.submission);
  if (runs.empty()) {
    return without_log(input, "log", true);
  }
  std::optional<Finding> worst = judge_subset(input, runs);
  std::size_t counted_runs = 0;
  for (const TrainLog* run : runs) {
    if (run->val_tokens) {
      ++counted_runs;
      Finding finding = judge_count(input, *run);
      finding.origins.push_back(run->val_tokens->origin);
      worst = worst ? worse_of(*worst, finding) : finding;
    }
  }
  const bool silent = counted_runs < runs.size();
  if (!worst || (worst->status == Status::pass && silent)) {
    return inconclusive("log", "tokens-not-logged",
                        grouped(counted_runs) + " of " + counted(runs.size(), "run") +
                            " log the number of validation tokens");
  }
  add_evidence(*worst, input.submission, paths_of(runs));
  return *worst;
}

}  // namespace

CheckCode data_val_identity() {
  return {check_identity, kParams, kReasons};
}

}  // namespace verifier
