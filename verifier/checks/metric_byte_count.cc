// SPDX-License-Identifier: Apache-2.0
// Rules F2 and F3: loss, score and token count of a log imply the byte length of the validation
// text, which is one constant for every tokenizer; a known fault is named and the score corrected.
// Without a log the claimed pair must at least not carry the factor of a known fault. In a rerun
// the same relation must hold exactly.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <numbers>
#include <optional>

#include "verifier/base/escape.h"
#include "verifier/base/numbers.h"
#include "verifier/checks/byte_faults.h"
#include "verifier/checks/bytes_per_token.h"
#include "verifier/checks/check_code.h"
#include "verifier/checks/finding_parts.h"

namespace verifier {
namespace {

constexpr std::array<RuleParam, 4> kParams = {{{"validation_bytes", ParamKind::number},
                                               {"tolerance_bytes", ParamKind::number},
                                               {"ratio_tolerance", ParamKind::number},
                                               {"bytes_per_token", ParamKind::list}}};
constexpr std::array<std::string_view, 10> kReasons = {
    "length-agrees", "length-differs",  "too-few-digits", "tokens-not-logged", "known-fault",
    "ratio-agrees",  "fault-in-source", "ratio-differs",  "score-not-finite",  "no-log"};

// The byte length that one score implies.
struct ImpliedLength {
  const TrainLog* run = nullptr;
  const ScoreLine* score = nullptr;
  double bytes = 0;
  double uncertainty = 0;
};

std::optional<ImpliedLength> implied_by(const TrainLog& run, const ScoreLine& score) {
  const bool known = score.val_loss && run.val_tokens && score.val_loss->value.value > 0 &&
                     score.val_bpb.value.value > 0;
  if (!known) {
    return std::nullopt;
  }
  const BytesPerToken ratio = bytes_per_token(score.val_loss->value, score.val_bpb.value);
  const auto tokens = static_cast<double>(run.val_tokens->value);
  return ImpliedLength{&run, &score, tokens * ratio.value, tokens * ratio.uncertainty};
}

// How far a length is off for certain, whatever the printed digits leave open.
double certainly_off(const ImpliedLength& length, double expected) {
  return std::fabs(length.bytes - expected) - length.uncertainty;
}

// The run's final score; another score of the packed model in its place only where that one is
// certainly off by more than the tolerance, and farther.
std::optional<ImpliedLength> deciding(const TrainLog& run, double expected, double tolerance) {
  auto chosen = run.final_score ? implied_by(run, *run.final_score) : std::nullopt;
  for (const ScoreLine& score : run.scores) {
    const auto length =
        score.diagnostic || score.second_class ? std::nullopt : implied_by(run, score);
    const double least = chosen ? std::max(tolerance, certainly_off(*chosen, expected)) : tolerance;
    if (length && (certainly_off(*length, expected) > least || !chosen)) {
      chosen = length;
    }
  }
  return chosen;
}

Finding judge_length(const CheckInput& input, const ImpliedLength& length) {
  const double expected = input.rule.number("validation_bytes");
  const double tolerance = input.rule.number("tolerance_bytes");
  const double off = std::fabs(length.bytes - expected);
  const bool within = off + length.uncertainty <= tolerance;
  const bool beyond = off - length.uncertainty > tolerance;
  const Origin& origin = length.score->val_bpb.origin;
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
  if (!within) {
    finding.message += correction(length.bytes / expected, length.score->val_bpb.value.value);
    finding.remedy = "count the bytes of the raw validation text, all of it, each once";
  }
  add_evidence(finding, input.submission, {length.run->path});
  return finding;
}

// A score without its loss, beside a byte table that the script gets wrong: the training loss of
// the last steps bounds what the loss can have been, to some percent.
std::optional<Finding> judge_source_fault(const CheckInput& input, const TrainLog& run) {
  const auto& source = input.evidence.source;
  if (!source.ok() || !run.last_train_loss || !run.val_tokens || !run.final_score) {
    return std::nullopt;
  }
  const auto& signs = source.value().signs;
  const auto sign = std::find_if(signs.begin(), signs.end(), [](const SourceSign& each) {
    return each.violation == "BYTE_ACCOUNTING" && each.reach == Reach::reached;
  });
  const double right =
      input.rule.number("validation_bytes") / static_cast<double>(run.val_tokens->value);
  const double factor = run.last_train_loss->value.value /
                        (std::numbers::ln2 * run.final_score->val_bpb.value.value) / right;
  constexpr double kLeastFactor = 1.10;
  if (sign == signs.end() || factor < kLeastFactor) {
    return std::nullopt;
  }
  Finding finding = fail("log", "fault-in-source", {factor, "<=", kLeastFactor, "factor"});
  finding.message =
      sign->at.file + ":" + std::to_string(sign->at.line) + ": " +
      escape_for_terminal(sign->what, 160) + "; " + to_string(run.final_score->val_bpb.origin) +
      " gives val_bpb " + run.final_score->val_bpb.value.text + " where the training loss of " +
      run.last_train_loss->value.text + " (" + to_string(run.last_train_loss->origin) +
      ") allows for " + fixed(run.final_score->val_bpb.value.value * factor, 4) +
      " on the bytes of the raw text";
  finding.origins = {{sign->at.file, sign->at.line, ""}, run.final_score->val_bpb.origin};
  finding.remedy = "count the bytes of the raw validation text, all of it, each once";
  add_evidence(finding, input.submission, {sign->at.file, run.path});
  return finding;
}

// A claimed loss and score that differ by the factor of a known fault from a known tokenizer.
std::optional<Finding> judge_claim(const CheckInput& input) {
  const Claims& claims = input.submission.claims;
  if (!claims.val_loss || !claims.val_bpb || claims.val_loss->value.value <= 0 ||
      claims.val_bpb->value.value <= 0) {
    return std::nullopt;
  }
  constexpr double kRounding = 0.004;
  const double ratio = bytes_per_token(claims.val_loss->value, claims.val_bpb->value).value;
  const ByteFault* fault = nullptr;
  double factor = 0;
  for (const std::string& text : input.rule.list("bytes_per_token")) {
    const double each = ratio / std::strtod(text.c_str(), nullptr);
    if (std::fabs(each - 1) < kRounding) {
      return std::nullopt;
    }
    if (fault_of(each) != nullptr && fault_of(each)->low > 1.1) {
      fault = fault_of(each);
      factor = each;
    }
  }
  if (fault == nullptr) {
    return std::nullopt;
  }
  Finding finding = fail("static", "known-fault", {factor, "<=", 1 + kRounding, "factor"});
  finding.message = to_string(claims.val_loss->origin) + " and " +
                    to_string(claims.val_bpb->origin) + ": this loss and score imply " +
                    fixed(ratio, 4) + " bytes per token, which no known tokenizer has" +
                    correction(factor, claims.val_bpb->value.value);
  finding.origins = {claims.val_bpb->origin, claims.val_loss->origin};
  finding.remedy = "count the bytes of the raw validation text, all of it, each once";
  add_evidence(finding, input.submission, {claims.val_bpb->origin.file});
  return finding;
}

Finding judge_logs(const CheckInput& input) {
  const std::vector<const TrainLog*> runs = runs_of(input.submission);
  if (runs.empty()) {
    return without_log(input, "log", false);
  }
  std::optional<Finding> worst;
  std::size_t known = 0;
  for (const TrainLog* run : runs) {
    const auto length =
        deciding(*run, input.rule.number("validation_bytes"), input.rule.number("tolerance_bytes"));
    known += length ? 1U : 0U;
    const auto finding =
        length ? std::optional(judge_length(input, *length)) : judge_source_fault(input, *run);
    if (finding) {
      worst = worst ? worse_of(*worst, *finding) : *finding;
    }
  }
  if (worst && (worst->status == Status::fail || known == runs.size())) {
    return *worst;
  }
  return inconclusive("log", "tokens-not-logged",
                      grouped(known) + " of " + counted(runs.size(), "run") +
                          " log validation tokens, loss and score");
}

Finding judge_static(const CheckInput& input) {
  const Finding logs = judge_logs(input);
  const bool open = logs.status == Status::not_run || logs.status == Status::inconclusive;
  const auto claim = open ? judge_claim(input) : std::nullopt;
  return claim ? *claim : logs;
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
  const Finding logs = judge_static(input);
  return input.stage == Stage::rerun ? worse_of(logs, judge_rerun(input)) : logs;
}

}  // namespace

CheckCode metric_byte_count() {
  return {check_bytes, kParams, kReasons};
}

}  // namespace verifier
