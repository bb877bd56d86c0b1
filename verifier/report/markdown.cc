// SPDX-License-Identifier: Apache-2.0
#include "verifier/report/markdown.h"

#include <algorithm>

#include "verifier/base/escape.h"
#include "verifier/base/text.h"
#include "verifier/base/utc_time.h"
#include "verifier/report/words.h"

namespace verifier {
namespace {

constexpr std::size_t kReservedBytes = 100;  // for the line that counts what is left out
constexpr std::size_t kMostRunsShown = 8;
constexpr std::size_t kMostOriginsShown = 5;
constexpr std::size_t kLongestWordBytes = 200;  // of a name, a figure or a reason
constexpr std::size_t kLongestListBytes = 300;

std::string code(const std::string& text) {
  return text.empty() ? "" : markdown_code(text);
}

std::string word(const std::string& text) {
  return text.empty() ? "" : markdown_code(text, kLongestWordBytes);
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
  // What is not even made once the page is full.
  bool skip() {
    left_out_ += left_out_ > 0 ? 1 : 0;
    return left_out_ > 0;
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
  return "| " + status + " | " + word(finding.check) + " | " + word(measured_text(finding)) +
         " | " + word(limit_text(finding)) + " | " + word(margin_text(finding)) + " | " +
         word(rule_text(check)) + " | " + word(finding.reason) + " |";
}

void add_table(const Statement& statement, Budget& page) {
  page.add("| status | check | measured | limit | margin | rule | reason |");
  page.add("|---|---|---|---|---|---|---|");
  for (const StatementCheck* check : checks_by_weight(statement)) {
    if (!page.skip()) {
      page.add(row(*check));
    }
  }
}

void add_explanation(const Finding& finding, Budget& page) {
  std::string line = "- " + code(finding.check) + ": " + code(finding.message);
  for (std::size_t i = 0; i < std::min(finding.origins.size(), kMostOriginsShown); ++i) {
    line += ", " + word(to_string(finding.origins[i]));
  }
  line += finding.remedy.empty() ? "" : "; to do: " + code(finding.remedy);
  line += finding.unsettled.empty() ? "" : "; unsettled: " + code(finding.unsettled);
  page.add(line);
}

void add_explanations(const Statement& statement, Budget& page) {
  page.add("");
  for (const StatementCheck* check : checks_by_weight(statement)) {
    const Status status = check->finding.status;
    const bool explained =
        status == Status::fail || status == Status::inconclusive || has_note(check->finding);
    if (explained && !page.skip()) {
      add_explanation(check->finding, page);
    }
  }
}

std::string run_line(const StatementRun& run) {
  return "- seed " + std::to_string(run.seed) + ": " + word(run.termination) + ", val_bpb " +
         (run.val_bpb ? figure_text(*run.val_bpb) : "none") + " " + word(run.score_label) +
         (run.scaled.empty() ? "" : ", sizes scaled down") +
         (run.not_implemented.empty()
              ? ""
              : ", not implemented: " +
                    markdown_code(joined(run.not_implemented), kLongestListBytes)) +
         "\n";
}

std::string runs_text(const Statement& statement) {
  const std::size_t shown = std::min(statement.runs.size(), kMostRunsShown);
  std::string text = shown == 0 ? "" : "\nRuns of the reference:\n\n";
  for (std::size_t i = 0; i < shown; ++i) {
    text += run_line(statement.runs[i]);
  }
  return text + (shown == statement.runs.size()
                     ? ""
                     : "- " + more_text(statement.runs.size(), shown) + "\n");
}

std::string statistics_text(const Statement& statement) {
  const std::vector<std::string> sentences = statistics_sentences(statement);
  const std::size_t shown = std::min(sentences.size(), kMostRunsShown);
  std::string text = shown == 0 ? "" : "\nStatistics:\n\n";
  for (std::size_t i = 0; i < shown; ++i) {
    text += "- " + markdown_code(sentences[i], kLongestListBytes) + "\n";
  }
  return text;
}

std::string closing(const Statement& statement) {
  const VerifierIdentity& verifier = statement.verifier;
  const Policy& policy = statement.policy;
  const std::string source =
      verifier.source_uri + (verifier.source_commit.empty() ? "" : "@" + verifier.source_commit);
  return "\nTo repeat the run: " + word(repeat_command(statement)) + " with verifier " +
         word(verifier.version) + " from " + word(source) + "; equal facts give the facts digest " +
         word(statement.summary.facts_digest) + ".\n\nRules " + word(policy.rules_name) + " " +
         word(policy.rules_sha256) + " as of " + word(policy.date) + ", submission " +
         word(statement.submission_sha256) + ", finished " +
         rfc3339_text(statement.summary.finished_seconds) +
         ".\n\nThis page proves nothing: the signed report does. Check it with " +
         "`verify-report report.dsse.json --key signer.pub.pem`.\n";
}

}  // namespace

std::string markdown_report(const Statement& statement, std::size_t limit_bytes) {
  const std::string end = statistics_text(statement) + runs_text(statement) + closing(statement);
  Budget page(limit_bytes - end.size() - kReservedBytes);
  page.add(verdict_word(verdict_of(statement)) + ": " + code(deciding_sentence(statement)));
  page.add("");
  add_table(statement, page);
  add_explanations(statement, page);
  return page.take() + end;
}

}  // namespace verifier
