// SPDX-License-Identifier: Apache-2.0
#include "verifier/report/words.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>

#include "reference_impl/base/json_text.h"
#include "verifier/base/text.h"

namespace verifier {
namespace {

constexpr std::size_t kMostNamed = 40;
constexpr int kShownDigits = 8;  // significant; the report itself has them all

bool is_gating(const StatementCheck* check) {
  return check->finding.severity == "gating";
}

std::vector<const StatementCheck*> gating_with(const Statement& statement, Status status) {
  std::vector<const StatementCheck*> checks = checks_with(statement, status);
  checks.erase(std::remove_if(checks.begin(), checks.end(),
                              [](const StatementCheck* check) { return !is_gating(check); }),
               checks.end());
  return checks;
}

std::string grouped(std::string digits) {
  const std::size_t first = digits.starts_with('-') ? 1 : 0;
  for (std::size_t at = digits.size(); at > first + 3;) {
    at -= 3;
    digits.insert(at, ",");
  }
  return digits;
}

// The first check's sentence, then the names of the others.
std::string first_and_others(const std::vector<const StatementCheck*>& checks) {
  const Finding& first = checks.front()->finding;
  std::string sentence =
      first.check + ": " + (first.message.empty() ? first.reason : first.message);
  std::vector<std::string> others;
  for (std::size_t i = 1; i < std::min(checks.size(), kMostNamed + 1); ++i) {
    others.push_back(checks[i]->finding.check);
  }
  if (checks.size() > kMostNamed + 1) {
    others.push_back(std::to_string(checks.size() - kMostNamed - 1) + " more");
  }
  return others.empty() ? sentence : sentence + " (also " + joined(others) + ")";
}

std::string not_run_sentence(const Statement& statement) {
  std::map<std::string, std::size_t> reasons;
  std::size_t total = 0;
  for (const StatementCheck* check : gating_with(statement, Status::not_run)) {
    if (check->finding.reason != "not-applicable") {
      ++reasons[check->finding.reason];
      ++total;
    }
  }
  std::vector<std::string> words;
  words.reserve(reasons.size());
  for (const auto& [reason, number] : reasons) {
    words.push_back(std::to_string(number) + " " + reason);
  }
  return total == 0 ? "no gating check was decided"
                    : std::to_string(total) + " gating checks were not run: " + joined(words);
}

std::string with_unit(double value, const std::string& unit) {
  return figure_text(value) + (unit.empty() ? "" : " " + unit);
}

std::string stated(const std::string& what, const std::optional<double>& value) {
  return value ? what + figure_text(*value) : "";
}

}  // namespace

std::string verdict_word(Verdict verdict) {
  switch (verdict) {
    case Verdict::pass:
      return "PASS";
    case Verdict::fail:
      return "FAIL";
    case Verdict::inconclusive:
      break;
  }
  return "INCONCLUSIVE";
}

std::string deciding_sentence(const Statement& statement) {
  switch (verdict_of(statement)) {
    case Verdict::fail:
      return first_and_others(gating_with(statement, Status::fail));
    case Verdict::pass:
      return "all " + std::to_string(gating_with(statement, Status::pass).size()) +
             " gating checks that apply passed";
    case Verdict::inconclusive:
      break;
  }
  const auto undecided = gating_with(statement, Status::inconclusive);
  return undecided.empty() ? not_run_sentence(statement) : first_and_others(undecided);
}

std::string figure_text(double value) {
  const bool whole = std::floor(value) == value && std::fabs(value) < 1e15;
  if (whole) {
    const std::string digits = reference::number_text(value);
    return std::fabs(value) >= 10'000 ? grouped(digits) : digits;
  }
  char buffer[32];
  const auto result = std::to_chars(buffer, buffer + sizeof buffer, value,
                                    std::chars_format::general, kShownDigits);
  double shown = 0;
  std::from_chars(buffer, result.ptr, shown);
  // 15.99999999 must not be shown as the limit it stays below.
  return reference::number_text(std::floor(shown) == shown ? value : shown);
}

std::string measured_text(const Finding& finding) {
  return finding.measured ? with_unit(finding.measured->value, finding.measured->unit) : "";
}

std::string limit_text(const Finding& finding) {
  return finding.limit
             ? finding.limit->op + " " + with_unit(finding.limit->value, finding.limit->unit)
             : "";
}

std::string margin_text(const Finding& finding) {
  if (!finding.margin) {
    return "";
  }
  const std::string unit = finding.limit ? finding.limit->unit : std::string();
  const double tolerance = finding.tolerance.value_or(0);
  const bool tolerated =
      finding.status == Status::pass && *finding.margin < 0 && -*finding.margin <= tolerance;
  return with_unit(*finding.margin, unit) +
         (tolerated ? ", within the tolerance of " + with_unit(tolerance, unit) : "");
}

std::vector<const StatementCheck*> checks_with(const Statement& statement, Status status) {
  std::vector<const StatementCheck*> checks;
  for (const StatementCheck& check : statement.checks) {
    if (check.finding.status == status) {
      checks.push_back(&check);
    }
  }
  std::sort(checks.begin(), checks.end(), [](const auto* a, const auto* b) {
    return is_gating(a) != is_gating(b) ? is_gating(a) : a->finding.check < b->finding.check;
  });
  return checks;
}

std::vector<const StatementCheck*> checks_by_weight(const Statement& statement) {
  std::vector<const StatementCheck*> checks;
  for (const Status status : {Status::fail, Status::inconclusive, Status::not_run, Status::pass}) {
    const std::vector<const StatementCheck*> some = checks_with(statement, status);
    checks.insert(checks.end(), some.begin(), some.end());
  }
  return checks;
}

bool blocks(const Finding& finding) {
  return finding.severity != "advisory" && decide({finding}, {}) != Verdict::pass;
}

bool has_note(const Finding& finding) {
  // Nothing that is measured equals a limit to the last digit; beyond a bound it is worth a word.
  const bool bounded = finding.limit && finding.limit->op != "==";
  return finding.status == Status::pass && ((bounded && finding.margin.value_or(0) < 0) ||
                                            !finding.unsettled.empty() || !finding.remedy.empty());
}

std::vector<NotRunGroup> not_run_groups(const Statement& statement) {
  std::map<std::string, std::vector<std::string>> by_reason;
  for (const StatementCheck* check : checks_with(statement, Status::not_run)) {
    by_reason[check->finding.reason].push_back(check->finding.check);
  }
  std::vector<NotRunGroup> groups;
  groups.reserve(by_reason.size());
  for (const auto& [reason, ids] : by_reason) {
    groups.push_back({reason, ids});
  }
  return groups;
}

std::string rule_text(const StatementCheck& check) {
  std::vector<std::string> words;
  if (!is_gating(&check)) {
    words.emplace_back("advisory");
  }
  if (!check.finding.rule_id.empty()) {
    words.push_back("rule " + check.finding.rule_id);
  }
  if (!check.rule_from.empty()) {
    words.push_back("since " + check.rule_from);
  }
  return words.empty() ? "" : "(" + joined(words) + ")";
}

std::vector<std::string> statistics_sentences(const Statement& statement) {
  std::vector<std::string> sentences;
  if (!statement.statistics) {
    return sentences;
  }
  const StatementStatistics& statistics = *statement.statistics;
  if (!statistics.absent.empty()) {
    sentences.push_back("no comparison with a record: " + statistics.absent);
  }
  for (const StatementTest& test : statistics.tests) {
    const bool in_force = test.reading != "other";
    sentences.push_back(
        (in_force ? "" : "other reading: ") + test.status + " against " + statistics.reference +
        " (" + test.reason + ")" + stated(", gain ", test.gain) + stated(", p ", test.p) +
        stated(" with alpha ", test.alpha) +
        stated(", smallest passing gain ", test.smallest_passing_gain) +
        stated(", power ", test.power) + stated(" at a true gain of ", test.power_gain));
  }
  return sentences;
}

std::string more_text(std::size_t whole, std::size_t shown) {
  return std::to_string(whole - shown) + " more stand in the report itself";
}

std::string figures_text(const StatementCheck& check) {
  const Finding& finding = check.finding;
  std::vector<std::string> words;
  if (finding.measured) {
    words.push_back("found " + measured_text(finding));
  }
  if (finding.limit) {
    words.push_back("expected " + limit_text(finding));
  }
  if (finding.margin) {
    words.push_back("margin " + margin_text(finding));
  }
  const std::string figures = joined(words);
  const std::string rule = rule_text(check);
  return figures + (figures.empty() || rule.empty() ? "" : " ") + rule;
}

std::string told_text(const StatementCheck& check) {
  const Finding& finding = check.finding;
  const std::string figures = figures_text(check);
  const std::string joint = figures.empty() ? "" : figures.front() == '(' ? " " : "; ";
  return (finding.message.empty() ? finding.reason : finding.message) + joint + figures;
}

std::string repeat_command(const Statement& statement) {
  std::string command = "./verify path/to/";
  command += statement.summary.folder.empty() ? "FOLDER" : statement.summary.folder;
  if (!statement.policy.stage.empty()) {
    command += " --until " + statement.policy.stage;
  }
  if (!statement.policy.track.empty()) {
    command += " --track " + statement.policy.track;
  }
  return command;
}

}  // namespace verifier
