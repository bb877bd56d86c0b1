// SPDX-License-Identifier: Apache-2.0
#include "verifier/report/text.h"

#include <cmath>

#include "verifier/base/escape.h"
#include "verifier/base/utc_time.h"
#include "verifier/report/words.h"

namespace verifier {
namespace {

constexpr std::size_t kMostOriginsShown = 5;

std::string safe(const std::string& text) {
  return escape_for_terminal(text, 2000);
}

class Page {
 public:
  explicit Page(bool color) : color_(color) {}

  void line(const std::string& text) { text_ += text + "\n"; }
  std::string colored(const std::string& word, Status status) const {
    const char* code = status == Status::pass   ? "\x1b[32m"
                       : status == Status::fail ? "\x1b[31m"
                                                : "\x1b[33m";
    return color_ ? code + word + "\x1b[0m" : word;
  }
  std::string take() { return std::move(text_); }

 private:
  bool color_;
  std::string text_;
};

Status color_of(Verdict verdict) {
  return verdict == Verdict::pass   ? Status::pass
         : verdict == Verdict::fail ? Status::fail
                                    : Status::inconclusive;
}

// ": 17,172,122 byte, expected <= 16,000,000 byte, margin -1,172,122 byte (rule A1, since ...)".
std::string figures(const StatementCheck& check) {
  const Finding& finding = check.finding;
  std::string text;
  if (finding.measured) {
    text += ": found " + measured_text(finding);
  }
  if (finding.limit) {
    text += (text.empty() ? ": expected " : ", expected ") + limit_text(finding);
  }
  if (finding.margin) {
    text += ", margin " + margin_text(finding);
  }
  const std::string rule = rule_text(check);
  return safe(text + (rule.empty() ? "" : " " + rule));
}

void add_explained(const StatementCheck& check, Page& page) {
  const Finding& finding = check.finding;
  const std::string where =
      finding.origins.empty() ? "" : safe(to_string(finding.origins.front())) + ": ";
  page.line(where + page.colored(std::string(to_string(finding.status)), finding.status) + " " +
            safe(finding.check) + figures(check));
  if (!finding.message.empty()) {
    page.line("    " + safe(finding.message));
  }
  for (std::size_t i = 1; i < finding.origins.size() && i <= kMostOriginsShown; ++i) {
    page.line("    see " + safe(to_string(finding.origins[i])));
  }
  if (!finding.remedy.empty()) {
    page.line("    to do: " + safe(finding.remedy));
  }
  if (!finding.unsettled.empty()) {
    page.line("    unsettled: " + safe(finding.unsettled));
  }
}

void add_not_run(const Statement& statement, Page& page) {
  for (const NotRunGroup& group : not_run_groups(statement)) {
    page.line(page.colored("not-run", Status::not_run) + " " + safe(group.reason) + ": " +
              safe(joined(group.ids)));
  }
}

void add_passes(const Statement& statement, Page& page) {
  for (const StatementCheck* check : checks_with(statement, Status::pass)) {
    if (has_note(check->finding)) {
      add_explained(*check, page);
      continue;
    }
    const Finding& finding = check->finding;
    page.line(page.colored("pass", Status::pass) + " " + safe(finding.check) + ": " +
              safe(measured_text(finding) + ", expected " + limit_text(finding)));
  }
}

std::string seconds_text(std::uint64_t nanoseconds) {
  return figure_text(std::floor(static_cast<double>(nanoseconds) / 1e6) / 1e3) + " s";
}

void add_runs(const Statement& statement, Page& page) {
  for (const StatementRun& run : statement.runs) {
    const std::string score =
        run.val_bpb ? "val_bpb " + figure_text(*run.val_bpb) + " (" + run.score_label + ")"
                    : "no score";
    page.line(safe("run " + run.profile + " seed " + std::to_string(run.seed) + ": " +
                   run.termination + ", " + score + ", train " + seconds_text(run.train_ns) +
                   ", eval " + seconds_text(run.eval_ns)));
    if (!run.not_implemented.empty()) {
      page.line("    not implemented: " + safe(joined(run.not_implemented)));
    }
    if (!run.scaled.empty()) {
      page.line("    " + std::to_string(run.scaled.size()) +
                " sizes of the recipe were scaled down; the report lists them");
    }
  }
}

void add_heading(const Statement& statement, Page& page) {
  const Policy& policy = statement.policy;
  std::string heading = statement.summary.folder.empty() ? "submission" : statement.summary.folder;
  heading += policy.track.empty() ? "" : " in " + policy.track;
  heading += policy.stage.empty() ? "" : ", judged up to stage " + policy.stage;
  heading += policy.date.empty() ? "" : " by the rules of " + policy.date;
  page.line(safe(heading));
  const Counts& counts = statement.summary.counts;
  page.line(std::to_string(counts.fail) + " fail, " + std::to_string(counts.inconclusive) +
            " inconclusive, " + std::to_string(counts.not_run) + " not run, " +
            std::to_string(counts.pass) + " pass");
  page.line("");
}

}  // namespace

std::string text_report(const Statement& statement, const TextOptions& options) {
  Page page(options.color);
  const Verdict verdict = verdict_of(statement);
  page.line(page.colored(verdict_word(verdict), color_of(verdict)) + ": " +
            safe(deciding_sentence(statement)));
  add_heading(statement, page);
  for (const Status status : {Status::fail, Status::inconclusive}) {
    for (const StatementCheck* check : checks_with(statement, status)) {
      add_explained(*check, page);
    }
  }
  add_not_run(statement, page);
  add_passes(statement, page);
  add_runs(statement, page);
  page.line("");
  page.line(safe("rules " + statement.policy.rules_name + " " + statement.policy.rules_sha256));
  page.line(safe("submission " + statement.submission_sha256 + ", verifier " +
                 statement.verifier.version + ", " +
                 rfc3339_text(statement.summary.finished_seconds)));
  return page.take();
}

}  // namespace verifier
