// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <exception>

#include "verifier/base/escape.h"
#include "verifier/checks/check.h"
#include "verifier/checks/finding_parts.h"

namespace verifier {
namespace {

constexpr std::array<std::string_view, 12> kCommonReasons = {
    "nothing-to-judge", "no-rule",        "not-applicable",   "not-built",
    "verifier-error",   "no-accelerator", "no-recipe",        "disabled",
    "not-gathered",     "budget",         "reference-failed", "object-missing"};

struct Matter {
  const Rulebook& rulebook;
  const Submission& submission;
  const Evidence& evidence;
  Stage stage;
  std::string date;
};

std::string_view method_of(Stage stage) {
  return stage == Stage::static_only ? "static" : to_string(stage);
}

bool is_listed(const CheckEntry& entry, const std::string& reason) {
  const auto has = [&](std::span<const std::string_view> list) {
    return std::find(list.begin(), list.end(), reason) != list.end();
  };
  return has(entry.reasons) || has(kCommonReasons);
}

void require_sound(const CheckEntry& entry, const Finding& finding) {
  const std::string id(entry.id);
  require(is_listed(entry, finding.reason),
          id + " gave the reason \"" + finding.reason + "\", which is not on its list");
  if (finding.status == Status::pass || finding.status == Status::fail) {
    require(finding.measured.has_value() && finding.limit.has_value(),
            id + " decided without a measurement and a limit");
    require(!finding.evidence.empty(), id + " decided without evidence");
  }
}

Finding run_check(const CheckEntry& entry, const Rule& rule, const Matter& matter) {
  try {
    Finding finding = entry.function(CheckInput{rule, matter.submission, matter.evidence,
                                                matter.stage, matter.date, matter.rulebook.board});
    require_sound(entry, finding);
    return finding;
  } catch (const std::exception& error) {
    // A bug of ours is never the submitter's fail.
    return inconclusive(
        method_of(entry.first_stage), "verifier-error",
        std::string("the check itself went wrong: ") + escape_for_terminal(error.what(), 512));
  }
}

Finding not_applicable(const CheckEntry& entry, const Rule& rule, const Submission& submission) {
  Finding finding = not_run(method_of(entry.first_stage), "not-applicable", *rule.not_applicable);
  finding.evidence.push_back({"manifest", submission.manifest_sha256, submission.manifest_bytes});
  return finding;
}

Finding without_rule(const CheckEntry& entry, const Rulebook& rulebook, std::string_view date) {
  return not_run(method_of(entry.first_stage), "no-rule",
                 rulebook.file + " has no rule for this check on " + escape_for_terminal(date, 32));
}

// What a rule that came later would change: said, never decided by.
void tell_later_rules(const CheckEntry& entry, const Matter& matter, std::string_view date,
                      Finding& finding) {
  for (const Rule* later : matter.rulebook.later(entry.id, date)) {
    if (later->not_applicable) {
      continue;
    }
    const Finding then = run_check(entry, *later, matter);
    if (then.status != finding.status) {
      finding.message += "; rule " + later->id + ", in force from " + later->from +
                         ", would give " + std::string(to_string(then.status)) + " (" +
                         then.reason + ")";
    }
  }
}

void put_rule(const Rule& rule, Finding& finding) {
  finding.severity = rule.severity;
  finding.rule = rule.pointer;
  finding.rule_id = rule.id;
  if (rule.unsettled) {
    finding.unsettled = rule.unsettled->says + " (" + rule.unsettled->source + ")";
  }
}

// Why there is no file to judge: the folder is empty, the pull request submits nothing, or git
// does not give what it would be read from.
Finding without_files(const CheckEntry& entry, const Evidence& evidence) {
  const std::string_view method = method_of(entry.first_stage);
  if (evidence.pull_request.ok()) {
    const PullRequest& pull_request = evidence.pull_request.value();
    return not_run(method, "nothing-to-judge",
                   pull_request.has_folder
                       ? "the folder is empty"
                       : "the pull request submits nothing: " + pull_request.chosen_by);
  }
  const Failure& failure = evidence.pull_request.failure();
  if (failure.reason == "object-missing") {
    return not_run(method, "object-missing", failure.message);
  }
  const bool no_git = failure.reason == "no-git" || failure.reason == "not-gathered";
  return not_run(method, "nothing-to-judge", no_git ? "the folder is empty" : failure.message);
}

Finding judge_one(const CheckEntry& entry, const Matter& matter, std::string_view date) {
  const Rule* rule = matter.rulebook.in_force(entry.id, date);
  Finding finding;
  if (matter.submission.files.empty() && matter.submission.defects.empty()) {
    finding = without_files(entry, matter.evidence);
  } else if (entry.function == nullptr) {
    finding = not_run(method_of(entry.first_stage), "not-built", "this build has no such check");
  } else if (rule == nullptr) {
    finding = without_rule(entry, matter.rulebook, date);
  } else if (rule->not_applicable) {
    finding = not_applicable(entry, *rule, matter.submission);
  } else {
    finding = run_check(entry, *rule, matter);
    tell_later_rules(entry, matter, date, finding);
  }
  finding.check = entry.id;
  finding.severity = entry.weight == Weight::advisory ? "advisory" : "gating";
  if (rule != nullptr) {
    put_rule(*rule, finding);
  }
  return finding;
}

}  // namespace

std::span<const std::string_view> common_reasons() {
  return kCommonReasons;
}

std::vector<Finding> judge(const Rulebook& rulebook, const Submission& submission,
                           const Evidence& evidence, Stage stage, std::string_view date) {
  const Matter matter{rulebook, submission, evidence, stage, std::string(date)};
  std::vector<Finding> findings;
  for (const CheckEntry& entry : all_checks()) {
    if (entry.first_stage <= stage) {
      findings.push_back(judge_one(entry, matter, date));
    }
  }
  std::sort(findings.begin(), findings.end(),
            [](const Finding& a, const Finding& b) { return a.check < b.check; });
  return findings;
}

}  // namespace verifier
