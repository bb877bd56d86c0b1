// SPDX-License-Identifier: Apache-2.0
// What the projections for people have in common: the sentence that decides, the order of checks,
// and how figures are written. Nothing here is escaped; the printer of each format does that last.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "verifier/report/statement.h"

namespace verifier {

// "FAIL", "PASS", "INCONCLUSIVE": the first word of every projection.
std::string verdict_word(Verdict verdict);

// The sentence that decides: the first failing gating check and the names of the others, or what
// kept a pass away, or how many gating checks passed.
std::string deciding_sentence(const Statement& statement);

// "17,172,122" for whole numbers, eight significant digits for others; the report has them all.
std::string figure_text(double value);

// "17,172,122 byte"; empty where there is none.
std::string measured_text(const Finding& finding);
// "<= 16,000,000 byte".
std::string limit_text(const Finding& finding);
// "-1,172,122 byte"; for a pass on the wrong side of its limit also why it passes: "-93 ms, within
// the tolerance of 1000 ms".
std::string margin_text(const Finding& finding);

// Checks of one status, gating before advisory, then by id.
std::vector<const StatementCheck*> checks_with(const Statement& statement, Status status);

// All checks in the order fail, inconclusive, not-run, pass.
std::vector<const StatementCheck*> checks_by_weight(const Statement& statement);

// Whether a check keeps the verdict from being a pass: it gates, did not pass, and is not
// not-applicable with the evidence for that.
bool blocks(const Finding& finding);

// A pass that a reader should know more about: it needed its tolerance, or the rule has another
// reading.
bool has_note(const Finding& finding);

// Ids of the checks that did not run, by reason, reasons in order.
struct NotRunGroup {
  std::string reason;
  std::vector<std::string> ids;
};
std::vector<NotRunGroup> not_run_groups(const Statement& statement);

// "(A1, since 2026-03-18)"; "(advisory, A9, since ...)"; empty where there is no rule to name.
std::string rule_text(const StatementCheck& check);

// A sentence a test against a record, with its power; a sentence for why there is none.
std::vector<std::string> statistics_sentences(const Statement& statement);

// "12 more stand in the report itself", for a projection that shows a part of the whole.
std::string more_text(std::size_t whole, std::size_t shown);

// "found 17,172,122 byte, expected <= 16,000,000 byte, margin -1,172,122 byte (rule A1, since
// ...)", of that what there is.
std::string figures_text(const StatementCheck& check);

// The check's own sentence (its reason where it has none), then the figures.
std::string told_text(const StatementCheck& check);

// The command line that repeats the run.
std::string repeat_command(const Statement& statement);

}  // namespace verifier
