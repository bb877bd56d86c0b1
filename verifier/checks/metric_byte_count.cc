// SPDX-License-Identifier: Apache-2.0
// Rules F2 and F3: loss, score and token count of a log imply the byte length of the validation
// text, which is one constant for every tokenizer. In a rerun the same relation must hold exactly.
#include <array>
#include <cmath>
#include <numbers>
#include <optional>

#include "verifier/base/escape.h"
#include "verifier/base/numbers.h"
#include "verifier/checks/bytes_per_token.h"
#include "verifier/checks/check_code.h"
#include "verifier/checks/finding_parts.h"

namespace verifier {
namespace {

constexpr std::array<RuleParam, 3> kParams = {{{"validation_bytes", ParamKind::number},
                                               {"tolerance_bytes", ParamKind::number},
                                               {"ratio_tolerance", ParamKind::number}}};
constexpr std::array<std::string_view, 8> kReasons = {
    "length-agrees", "length-differs", "too-few-digits",   "tokens-not-logged",
    "ratio-agrees",  "ratio-differs",  "score-not-finite", "no-log"};

// The byte length one run's final score implies.
struct ImpliedLength {
  const TrainLog* run = nullptr;
  double bytes = 0;
  double uncertainty = 0;
};

std::optional<ImpliedLength> implied_by(const TrainLog& run) {
  const bool known = run.final_score && run.final_score->val_loss && run.val_tokens &&
                     run.final_score->val_loss->value.value > 0 &&
                     run.final_score->val_bpb.value.value > 0;
  if (!known) {
    return std::nullopt;
  }
  const BytesPerToken ratio =
      bytes_per_token(run.final_score->val_loss->value, run.final_score->val_bpb.value);
  const auto tokens = static_cast<double>(run.val_tokens->value);
  return ImpliedLength{&run, tokens * ratio.value, tokens * ratio.uncertainty};
}

Finding judge_length(const CheckInput& input, const ImpliedLength& length) {
  const double expected = input.rule.number("validation_bytes");
  const double tolerance = input.rule.number("tolerance_bytes");
  const double off = std::fabs(length.bytes - expected);
  const bool within = off + length.uncertainty <= tolerance;
  const bool beyond = off - length.uncertainty > tolerance;
  const Origin& origin = length.run->final_score->val_bpb.origin;
  const std::string said = to_string(origin) + ": " + grouped(length.run->val_tokens->value) +
                           " tokens at this loss and score imply " +
                           grouped(static_cast<std::uint64_t>(std::llround(length.bytes))) +
                           " bytes; the validation text has " +
                           grouped(static_cast<std::uint64_t>(expected));
  if (!within && !beyond) {
    return inconclusive("log", "too-few-digits",
                        said + ", and the printed digits leave an error of " +
                            grouped(static_cast<std::uint64_t>(length.uncertainty)));
  }
  const Comparison bytes{std::round(length.bytes), "==", expected, "bytes"};
  Finding finding =
      within ? pass("log", "length-agrees", bytes) : fail("log", "length-differs", bytes);
  finding.tolerance = tolerance;
  finding.message = said;
  finding.origins = {origin, length.run->val_tokens->origin};
  finding.remedy = within ? "" : "count the bytes of the raw validation text, all of it, each once";
  add_evidence(finding, input.submission, {length.run->path});
  return finding;
}

Finding judge_logs(const CheckInput& input) {
  const std::vector<const TrainLog*> runs = runs_of(input.submission);
  if (runs.empty()) {
    return without_log(input, "log", false);
  }
  const double expected = input.rule.number("validation_bytes");
  std::optional<ImpliedLength> farthest;
  std::size_t known = 0;
  for (const TrainLog* run : runs) {
    const auto length = implied_by(*run);
    known += length ? 1U : 0U;
    const bool farther = length && (!farthest || std::fabs(length->bytes - expected) >
                                                     std::fabs(farthest->bytes - expected));
    farthest = farther ? length : farthest;
  }
  Finding unknown = inconclusive("log", "tokens-not-logged",
                                 grouped(known) + " of " + counted(runs.size(), "run") +
                                     " log validation tokens, loss and score");
  if (!farthest) {
    return unknown;
  }
  Finding finding = judge_length(input, *farthest);
  return finding.status == Status::pass && known < runs.size() ? unknown : finding;
}

// The largest relative error of the relation over the scores of a rerun.
struct RatioError {
  double relative = 0;
  std::string label;
  std::uint64_t seed = 0;
  std::size_t scores = 0;
  std::vector<EvidenceItem> files;
};

void measure_ratio(const reference::Score& score, std::uint64_t seed, RatioError& worst) {
  const double implied = score.val_loss / std::numbers::ln2 * static_cast<double>(score.tokens) /
                         static_cast<double>(score.bytes);
  const double error = std::fabs(implied / score.val_bpb - 1);
  ++worst.scores;
  // A number that is not finite is worse than any error.
  if (!(error <= worst.relative)) {
    worst.relative = error;
    worst.label = score.label;
    worst.seed = seed;
  }
}

RatioError worst_ratio(const RerunEvidence& rerun) {
  const std::vector<reference::Score> no_scores;
  RatioError worst;
  for (const RerunRun& run : rerun.runs) {
    worst.files.insert(worst.files.end(), run.files.begin(), run.files.end());
    const auto& evaluation = run.evaluate.evaluation;
    for (const reference::Score& score : evaluation ? evaluation->scores : no_scores) {
      measure_ratio(score, run.evaluate.seed, worst);
    }
  }
  return worst;
}

Finding judge_rerun(const CheckInput& input) {
  const auto& rerun = input.evidence.rerun;
  if (!rerun.ok()) {
    return without_rerun(rerun.failure(), "rerun");
  }
  const RatioError worst = worst_ratio(rerun.value());
  if (worst.scores == 0) {
    return not_run("rerun", "not-gathered", "the rerun left no score");
  }
  if (!std::isfinite(worst.relative)) {
    return inconclusive("rerun", "score-not-finite",
                        "seed " + std::to_string(worst.seed) + ": the score \"" +
                            escape_for_terminal(worst.label, 64) + "\" is not a finite number");
  }
  const Comparison error{worst.relative, "<=", input.rule.number("ratio_tolerance"), "relative"};
  const bool agrees = error.value <= error.limit;
  Finding finding =
      agrees ? pass("rerun", "ratio-agrees", error) : fail("rerun", "ratio-differs", error);
  finding.message = counted(worst.scores, "score") +
                    " of the rerun hold val_bpb = val_loss / ln 2 x tokens / bytes";
  if (!agrees) {
    finding.message = "seed " + std::to_string(worst.seed) + ": the score \"" +
                      escape_for_terminal(worst.label, 64) +
                      "\" breaks val_bpb = val_loss / ln 2 x tokens / bytes";
  }
  add_evidence(finding, worst.files);
  return finding;
}

Finding check_bytes(const CheckInput& input) {
  const Finding logs = judge_logs(input);
  return input.stage == Stage::rerun ? worse_of(logs, judge_rerun(input)) : logs;
}

}  // namespace

CheckCode metric_byte_count() {
  return {check_bytes, kParams, kReasons};
}

}  // namespace verifier
