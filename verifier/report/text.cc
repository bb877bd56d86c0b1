// SPDX-License-Identifier: Apache-2.0
#include "verifier/report/text.h"

#include <algorithm>
#include <cmath>

#include "verifier/base/escape.h"
#include "verifier/base/text.h"
#include "verifier/base/utc_time.h"
#include "verifier/report/words.h"

namespace verifier {
namespace {

constexpr std::size_t kMostOriginsShown = 5;
constexpr std::size_t kMostExplained = 500;  // of a status

std::string safe(const std::string& text) {
  return escape_for_terminal(text, 2000);
}

class Page {
 public:
  explicit Page(bool color) : color_(color) {}

  void line(const std::string& text) { text_ += inert_line(text) + "\n"; }
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

void add_explained(const StatementCheck& check, Page& page) {
  const Finding& finding = check.finding;
  const std::string where =
      finding.origins.empty() ? "" : safe(to_string(finding.origins.front())) + ": ";
  const std::string figures = safe(figures_text(check));
  page.line(where + page.colored(std::string(to_string(finding.status)), finding.status) + " " +
            safe(finding.check) + (figures.empty() ? "" : ": " + figures));
  if (!finding.message.empty()) {
    const std::string message = safe(finding.message);
    page.line("    " + (where.empty() || !message.starts_with(where)
                            ? message
                            : message.substr(where.size())));
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
              safe("found " + measured_text(finding) + ", expected " + limit_text(finding)));
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

bool wants_color(const char* no_color, bool is_terminal) {
  return is_terminal && (no_color == nullptr || *no_color == '\0');
}

std::string text_report(const Statement& statement, const TextOptions& options) {
  Page page(options.color);
  const Verdict verdict = verdict_of(statement);
  page.line(page.colored(verdict_word(verdict), color_of(verdict)) + ": " +
            safe(deciding_sentence(statement)));
  add_heading(statement, page);
  for (const Status status : {Status::fail, Status::inconclusive}) {
    const std::vector<const StatementCheck*> checks = checks_with(statement, status);
    const std::size_t shown = std::min(checks.size(), kMostExplained);
    for (std::size_t i = 0; i < shown; ++i) {
      add_explained(*checks[i], page);
    }
    if (shown < checks.size()) {
      page.line(more_text(checks.size(), shown));
    }
  }
  add_not_run(statement, page);
  add_passes(statement, page);
  add_runs(statement, page);
  for (const std::string& sentence : statistics_sentences(statement)) {
    page.line("statistics: " + safe(sentence));
  }
  page.line("");
  page.line(safe("rules " + statement.policy.rules_name + " " + statement.policy.rules_sha256));
  page.line(safe("submission " + statement.submission_sha256 + ", verifier " +
                 statement.verifier.version + ", " +
                 rfc3339_text(statement.summary.finished_seconds)));
  return page.take();
}

}  // namespace verifier
