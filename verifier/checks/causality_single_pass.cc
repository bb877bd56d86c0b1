// SPDX-License-Identifier: Apache-2.0
// Rule E4: each position is scored once. Our own event file shows it directly (invariants I2, I7).
// A log shows it through its bytes per token, which the repeated tail of sliding windows shifts by
// 2.6e-6: enough for eight decimals, and for the 1,024-piece tokenizer whose totals are known.
#include <algorithm>
#include <array>
#include <cmath>

#include "verifier/base/escape.h"
#include "verifier/base/numbers.h"
#include "verifier/checks/bytes_per_token.h"
#include "verifier/checks/check_code.h"
#include "verifier/checks/event_findings.h"
#include "verifier/checks/finding_parts.h"

namespace verifier {
namespace {

constexpr std::array<RuleParam, 5> kParams = {{{"tokens", ParamKind::number},
                                               {"bytes", ParamKind::number},
                                               {"tokens_with_tail", ParamKind::number},
                                               {"bytes_with_tail", ParamKind::number},
                                               {"tail_positions", ParamKind::number}}};
constexpr std::array<std::string_view, 11> kReasons = {
    "scored-once",      "tail-rescored",     "tail-repeated",  "scored-twice",
    "partition-broken", "other-tokenizer",   "too-few-digits", "ratio-unknown",
    "not-all-checked",  "events-unreadable", "no-log"};
constexpr int kDecimals = 8;

enum class Reading { once, repeated, unknown, too_few_digits, other_tokenizer };

double ratio_once(const Rule& rule) {
  return rule.number("bytes") / rule.number("tokens");
}

double ratio_repeated(const Rule& rule) {
  return rule.number("bytes_with_tail") / rule.number("tokens_with_tail");
}

Reading read_run(const Rule& rule, const TrainLog& run) {
  const bool known = run.val_tokens && run.final_score && run.final_score->val_loss &&
                     static_cast<double>(run.val_tokens->value) == rule.number("tokens");
  if (!known) {
    return Reading::other_tokenizer;
  }
  const Decimal& loss = run.final_score->val_loss->value;
  const Decimal& bpb = run.final_score->val_bpb.value;
  if (loss.decimals < kDecimals || bpb.decimals < kDecimals || loss.value <= 0 || bpb.value <= 0) {
    return Reading::too_few_digits;
  }
  const BytesPerToken ratio = bytes_per_token(loss, bpb);
  const bool once = std::fabs(ratio.value - ratio_once(rule)) <= ratio.uncertainty;
  const bool repeated = std::fabs(ratio.value - ratio_repeated(rule)) <= ratio.uncertainty;
  if (once == repeated) {
    return once ? Reading::too_few_digits : Reading::unknown;
  }
  return once ? Reading::once : Reading::repeated;
}

std::string ratio_text(const TrainLog& run) {
  const BytesPerToken ratio =
      bytes_per_token(run.final_score->val_loss->value, run.final_score->val_bpb.value);
  return to_string(run.final_score->val_bpb.origin) + ": " + fixed(ratio.value, 7) +
         " bytes a token";
}

Finding undecided(const TrainLog& run, Reading reading) {
  switch (reading) {
    case Reading::other_tokenizer:
      return not_run("log", "other-tokenizer",
                     to_string(Origin{run.path, 0, ""}) +
                         " does not log the token count of the official 1,024-piece tokenizer, for "
                         "which alone the totals are known");
    case Reading::too_few_digits:
      return not_run("log", "too-few-digits",
                     to_string(Origin{run.path, 0, ""}) +
                         " prints too few digits of loss and score to tell one pass from more");
    default:
      return inconclusive("log", "ratio-unknown",
                          ratio_text(run) + ", which is neither one pass nor a repeated tail");
  }
}

Finding judge_ratio(const CheckInput& input, const TrainLog& run, Reading reading) {
  const Rule& rule = input.rule;
  const std::uint64_t surplus =
      static_cast<std::uint64_t>(rule.number("tokens_with_tail") - rule.number("tokens"));
  const auto tail = static_cast<std::uint64_t>(rule.number("tail_positions"));
  const bool repeated = reading == Reading::repeated;
  const Comparison scorings{repeated ? static_cast<double>(surplus) : 0, "==", 0,
                            "surplus scorings"};
  Finding finding = !repeated         ? pass("log", "scored-once", scorings)
                    : run.ngram_cache ? fail("log", "tail-rescored", scorings)
                                      : pass("log", "tail-repeated", scorings);
  finding.message = ratio_text(run);
  if (!repeated) {
    finding.message += ", that of one pass";
  } else {
    finding.message += ", that of a repeated tail (" + fixed(ratio_repeated(rule), 7) +
                       "; one pass gives " + fixed(ratio_once(rule), 7) + "): the last " +
                       grouped(tail) + " positions scored " + grouped(surplus / tail + 1) +
                       " times, " + grouped(surplus) + " surplus scorings";
  }
  finding.origins = {run.final_score->val_bpb.origin};
  if (repeated && run.ngram_cache) {
    finding.message += ", and a cache learns in between (" + to_string(run.ngram_cache->origin) +
                       ": " + escape_for_terminal(run.ngram_cache->value, 120) + ")";
    finding.remedy = "score the tail once";
    finding.origins.push_back(run.ngram_cache->origin);
  }
  add_evidence(finding, input.submission, {run.path});
  return finding;
}

Finding judge_run(const CheckInput& input, const TrainLog& run) {
  const Reading reading = read_run(input.rule, run);
  return reading == Reading::once || reading == Reading::repeated ? judge_ratio(input, run, reading)
                                                                  : undecided(run, reading);
}

// Which of two runs stands for both: a fault before a doubt before a run that cannot be read before
// a note before a clean one.
int gravity(const Finding& finding) {
  switch (finding.status) {
    case Status::fail:
      return 4;
    case Status::inconclusive:
      return 3;
    case Status::not_run:
      return 2;
    case Status::pass:
      return finding.reason == "tail-repeated" ? 1 : 0;
  }
  return 3;
}

Finding judge_logs(const CheckInput& input) {
  const std::vector<const TrainLog*> runs = runs_of(input.submission);
  if (runs.empty()) {
    return without_log(input, "log", false);
  }
  Finding gravest = judge_run(input, *runs.front());
  for (const TrainLog* run : runs) {
    const Finding finding = judge_run(input, *run);
    gravest = gravity(finding) > gravity(gravest) ? finding : gravest;
  }
  return gravest;
}

Finding from_audit(const RerunRun& run, const EventAudit& audit) {
  const std::uint64_t surplus = audit.scorings - std::min(audit.scorings, audit.positions_scored);
  const InvariantBreach* coverage = breach_of(audit, "I2");
  const InvariantBreach* partition = breach_of(audit, "I7");
  const std::uint64_t faults = std::max(surplus, (coverage == nullptr ? 0 : coverage->count) +
                                                     (partition == nullptr ? 0 : partition->count));
  const Comparison count{static_cast<double>(faults), "==", 0, "surplus scorings"};
  Finding finding = coverage != nullptr    ? fail("rerun", "scored-twice", count)
                    : partition != nullptr ? fail("rerun", "partition-broken", count)
                                           : pass("rerun", "scored-once", count);
  finding.message = seed_of(run) + ": ";
  if (audit.rescored_positions > 0) {
    finding.message += grouped(audit.rescored_positions) + " positions scored up to " +
                       grouped(audit.most_scorings) + " times (" + grouped(audit.first_rescored) +
                       " to " + grouped(audit.last_rescored) + " of " + grouped(audit.positions) +
                       "), " + grouped(surplus) + " surplus scorings" +
                       (audit.updates_between_repeats ? ", and the cache learns in between" : "");
    finding.remedy = "score every position once";
  } else if (finding.status == Status::pass) {
    finding.message += "each of " + grouped(audit.positions) + " positions scored once";
  } else {
    finding.message += breach_text(coverage != nullptr ? *coverage : *partition);
  }
  return finding;
}

Finding check_passes(const CheckInput& input) {
  Finding logs = judge_logs(input);
  if (input.stage != Stage::rerun) {
    return logs;
  }
  const Finding events = judge_events(input.evidence, {"I2", "I7"}, from_audit);
  return worse_of(events, logs);
}

}  // namespace

CheckCode causality_single_pass() {
  return {check_passes, kParams, kReasons};
}

}  // namespace verifier
