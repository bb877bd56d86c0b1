// SPDX-License-Identifier: Apache-2.0
#include "verifier/report/junit.h"

#include <algorithm>

#include "verifier/base/escape.h"
#include "verifier/base/utc_time.h"
#include "verifier/report/words.h"

#include <fmt/format.h>

namespace verifier {
namespace {

enum class Outcome { passed, failure, error, skipped };

Outcome outcome_of(const Finding& finding) {
  switch (finding.status) {
    case Status::pass:
      return Outcome::passed;
    case Status::fail:
      return Outcome::failure;
    case Status::inconclusive:
      return Outcome::error;
    case Status::not_run:
      break;
  }
  return blocks(finding) ? Outcome::error : Outcome::skipped;
}

// Where, found, expected, margin and rule, as in the text report.
std::string body_of(const StatementCheck& check) {
  const Finding& finding = check.finding;
  std::string text = finding.origins.empty() ? "" : to_string(finding.origins.front()) + ": ";
  text += std::string(to_string(finding.status)) + " " + finding.check;
  const std::string figures = figures_text(check);
  return text + (figures.empty() ? "" : ": " + figures) +
         (finding.remedy.empty() ? "" : "; to do: " + finding.remedy);
}

std::string case_of(const StatementCheck& check) {
  const Finding& finding = check.finding;
  const std::string opening = fmt::format("    <testcase classname=\"verify.{}\" name=\"{}\"",
                                          xml_text(finding.severity), xml_text(finding.check));
  const std::string message = xml_text(finding.message.empty() ? finding.reason : finding.message);
  const std::string body = xml_text(body_of(check));
  const Outcome outcome = outcome_of(finding);
  if (outcome == Outcome::passed) {
    return opening + "><system-out>" + body + "</system-out></testcase>\n";
  }
  if (outcome == Outcome::skipped) {
    return opening + "><skipped message=\"" + message + "\"/></testcase>\n";
  }
  return fmt::format("{}><{} type=\"{}\" message=\"{}\">{}</{}></testcase>\n", opening,
                     outcome == Outcome::failure ? "failure" : "error", xml_text(finding.reason),
                     message, body, outcome == Outcome::failure ? "failure" : "error");
}

std::size_t count_of(const std::vector<const StatementCheck*>& checks, Outcome outcome) {
  return static_cast<std::size_t>(std::count_if(
      checks.begin(), checks.end(),
      [&](const StatementCheck* check) { return outcome_of(check->finding) == outcome; }));
}

std::string property(const std::string& name, const std::string& value) {
  return fmt::format("      <property name=\"{}\" value=\"{}\"/>\n", name, xml_text(value));
}

}  // namespace

std::string xml_text(const std::string& text) {
  std::string safe;
  // What is left of a foreign text after this is valid UTF-8 of characters that XML allows.
  for (const char c : escape_for_terminal(text, 2000)) {
    switch (c) {
      case '&':
        safe += "&amp;";
        break;
      case '<':
        safe += "&lt;";
        break;
      case '>':
        safe += "&gt;";
        break;
      case '"':
        safe += "&quot;";
        break;
      default:
        safe += c;
    }
  }
  return safe;
}

std::string junit_report(const Statement& statement) {
  std::vector<const StatementCheck*> checks = checks_by_weight(statement);
  const std::size_t whole = checks.size();
  checks.resize(std::min(whole, kMostJunitCases));
  const std::string counts =
      fmt::format("tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"{}\"", checks.size(),
                  count_of(checks, Outcome::failure), count_of(checks, Outcome::error),
                  count_of(checks, Outcome::skipped));
  const std::string sentence =
      verdict_word(verdict_of(statement)) + ": " + deciding_sentence(statement);
  std::string page = fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"{}\" {}>\n"
      "  <testsuite name=\"{}\" {} timestamp=\"{}\">\n    <properties>\n",
      xml_text(sentence), counts, xml_text(statement.summary.folder), counts,
      rfc3339_text(statement.summary.finished_seconds));
  page += property("reportDigest", statement.payload_sha256);
  page += property("submission", statement.submission_sha256);
  if (whole > checks.size()) {
    page += property("leftOut", more_text(whole, checks.size()));
  }
  page += "    </properties>\n";
  for (const StatementCheck* check : checks) {
    page += case_of(*check);
  }
  return page + "  </testsuite>\n</testsuites>\n";
}

}  // namespace verifier
