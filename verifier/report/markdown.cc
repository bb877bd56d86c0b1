// SPDX-License-Identifier: Apache-2.0
#include "verifier/report/markdown.h"

#include "verifier/base/escape.h"
#include "verifier/base/utc_time.h"
#include "verifier/report/words.h"

namespace verifier {
namespace {

// Room for the closing part, which is of bounded size, and for the line that counts what is left
// out.
constexpr std::size_t kReservedBytes = 100'000;
constexpr std::size_t kMostRunsShown = 100;

std::string code(const std::string& text) {
  return text.empty() ? "" : markdown_code(text);
}

// Adds lines while they fit and counts those that do not.
class Budget {
 public:
  explicit Budget(std::size_t bytes) : bytes_(bytes) {}
  void add(const std::string& line) {
    if (left_out_ > 0 || text_.size() + line.size() + 1 > bytes_) {
      ++left_out_;
      return;
    }
    text_ += line + "\n";
  }
  std::string take() {
    if (left_out_ > 0) {
      text_ += "\n" + std::to_string(left_out_) + " more lines stand in the report itself.\n";
    }
    return std::move(text_);
  }

 private:
  std::size_t bytes_;
  std::size_t left_out_ = 0;
  std::string text_;
};

std::string row(const StatementCheck& check) {
  const Finding& finding = check.finding;
  const std::string status = std::string(to_string(finding.status)) +
                             (finding.severity == "advisory" ? " (advisory)" : "");
  return "| " + status + " | " + code(finding.check) + " | " + code(measured_text(finding)) +
         " | " + code(limit_text(finding)) + " | " + code(margin_text(finding)) + " | " +
         code(rule_text(check)) + " | " + code(finding.reason) + " |";
}

void add_table(const Statement& statement, Budget& page) {
  page.add("| status | check | measured | limit | margin | rule | reason |");
  page.add("|---|---|---|---|---|---|---|");
  for (const Status status : {Status::fail, Status::inconclusive, Status::not_run, Status::pass}) {
    for (const StatementCheck* check : checks_with(statement, status)) {
      page.add(row(*check));
    }
  }
}

void add_explanation(const Finding& finding, Budget& page) {
  std::string line = "- " + code(finding.check) + ": " + code(finding.message);
  for (const Origin& origin : finding.origins) {
    line += ", " + code(to_string(origin));
  }
  line += finding.remedy.empty() ? "" : "; to do: " + code(finding.remedy);
  line += finding.unsettled.empty() ? "" : "; unsettled: " + code(finding.unsettled);
  page.add(line);
}

void add_explanations(const Statement& statement, Budget& page) {
  page.add("");
  for (const Status status : {Status::fail, Status::inconclusive}) {
    for (const StatementCheck* check : checks_with(statement, status)) {
      add_explanation(check->finding, page);
    }
  }
  for (const StatementCheck* check : checks_with(statement, Status::pass)) {
    if (has_note(check->finding)) {
      add_explanation(check->finding, page);
    }
  }
}

std::string runs_text(const Statement& statement) {
  std::string text;
  std::size_t shown = 0;
  for (const StatementRun& run : statement.runs) {
    if (++shown > kMostRunsShown) {
      break;
    }
    text += "- seed " + std::to_string(run.seed) + ": " + code(run.termination) + ", val_bpb " +
            (run.val_bpb ? figure_text(*run.val_bpb) : "none") + " " + code(run.score_label) +
            (run.scaled.empty() ? "" : ", sizes scaled down") +
            (run.not_implemented.empty()
                 ? ""
                 : ", not implemented: " + markdown_code(joined(run.not_implemented), 300)) +
            "\n";
  }
  return text.empty() ? "" : "\nRuns of the reference:\n\n" + text;
}

std::string closing(const Statement& statement) {
  const VerifierIdentity& verifier = statement.verifier;
  const Policy& policy = statement.policy;
  const std::string source =
      verifier.source_uri + (verifier.source_commit.empty() ? "" : "@" + verifier.source_commit);
  return "\nTo repeat the run: " + code(repeat_command(statement)) + " with verifier " +
         code(verifier.version) + " from " + code(source) + "; equal facts give the facts digest " +
         code(statement.summary.facts_digest) + ".\n\nRules " + code(policy.rules_name) + " " +
         code(policy.rules_sha256) + " as of " + code(policy.date) + ", submission " +
         code(statement.submission_sha256) + ", finished " +
         rfc3339_text(statement.summary.finished_seconds) +
         ".\n\nThis page proves nothing: the signed report does. Check it with " +
         "`verify-report report.dsse.json --key signer.pub.pem`.\n";
}

}  // namespace

std::string markdown_report(const Statement& statement) {
  Budget page(kLargestSummaryBytes - kReservedBytes);
  page.add(verdict_word(verdict_of(statement)) + ": " + code(deciding_sentence(statement)));
  page.add("");
  add_table(statement, page);
  add_explanations(statement, page);
  return page.take() + runs_text(statement) + closing(statement);
}

}  // namespace verifier
