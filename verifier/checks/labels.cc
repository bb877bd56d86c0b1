// SPDX-License-Identifier: Apache-2.0
#include "verifier/checks/labels.h"

#include <algorithm>
#include <array>
#include <span>

#include "verifier/checks/second_look.h"

namespace verifier {
namespace {

struct LabelClass {
  std::string_view id;
  std::array<std::string_view, 2> checks;  // one may be empty
  std::string_view reason;                 // of the first check's finding; empty: any
  SecondLook (*look)(const Submission& submission, const Evidence& evidence);
};

constexpr std::array<LabelClass, 11> kClasses = {{
    {"OVER_CAP", {"artifact.size", ""}, "", look_over_cap},
    {"TRAIN_OVERTIME", {"time.train", ""}, "over-limit", look_train_overtime},
    {"GPTQ_TRAIN_AT_EVAL", {"time.train", ""}, "calibrated-after-budget", look_late_calibration},
    {"EVAL_OVERTIME", {"time.eval", ""}, "", look_eval_overtime},
    {"MISSING_EVIDENCE", {"tree.layout", "tree.schema"}, "missing-file", look_missing_evidence},
    {"PACKAGING", {"tree.layout", ""}, "outside-folder", look_packaging},
    {"CLAIM_LOG_MISMATCH", {"claim.log-consistent", "claim.arithmetic"}, "", look_claim_mismatch},
    {"BYTE_ACCOUNTING", {"metric.byte-count", ""}, "", look_byte_accounting},
    {"WRONG_HARDWARE", {"hardware.stated", ""}, "", look_wrong_hardware},
    {"PARTIAL_VAL", {"data.val-identity", ""}, "", look_partial_validation},
    {"VAL_CALIBRATION", {"data.val-calibration", ""}, "", look_validation_calibration},
}};

bool names(const LabelClass& each, const Finding& finding) {
  if (finding.status != Status::fail) {
    return false;
  }
  const bool first = finding.check == each.checks[0];
  return (first && (each.reason.empty() || finding.reason == each.reason)) ||
         finding.check == each.checks[1];
}

bool is_negative(const Label& label) {
  return label.verdict.starts_with("merged_") || label.verdict == "clean_by_community";
}

bool carries(const Label& label, const std::string& violation) {
  return std::find(label.violations.begin(), label.violations.end(), violation) !=
         label.violations.end();
}

void count_positive(const Label& label, const std::string& violation, const LabelledHead& head,
                    LabelTable& table) {
  const auto look = head.looks.find(violation);
  if (look == head.looks.end()) {
    table.excluded.push_back({label.pull_request, violation, head.unread});
    return;
  }
  if (!look->second.stands && !look->second.named) {
    table.excluded.push_back({label.pull_request, violation,
                              "the fault does not stand in the head: " + look->second.why});
    return;
  }
  ClassRow& row = table.classes[violation];
  ++row.labelled;
  row.found += look->second.named ? 1U : 0U;
  if (!look->second.named) {
    table.mistakes.push_back({label.pull_request, violation, "not found: " + look->second.why});
  }
}

void count_negative(const Label& label, const std::string& violation, const LabelledHead& head,
                    LabelTable& table) {
  const auto look = head.looks.find(violation);
  if (look == head.looks.end() || !look->second.named) {
    return;
  }
  ClassRow& row = table.classes[violation];
  if (look->second.stands) {
    ++row.contested;
    table.excluded.push_back(
        {label.pull_request, violation, "accepted, although " + look->second.why});
  } else {
    ++row.false_;
    table.mistakes.push_back(
        {label.pull_request, violation, "accepted, but named: " + look->second.why});
  }
}

}  // namespace

std::vector<std::string_view> label_classes() {
  std::vector<std::string_view> ids;
  ids.reserve(kClasses.size());
  for (const LabelClass& each : kClasses) {
    ids.push_back(each.id);
  }
  return ids;
}

std::map<std::string, ClassLook> look_at(const Submission& submission, const Evidence& evidence,
                                         const std::vector<Finding>& findings) {
  std::map<std::string, ClassLook> looks;
  for (const LabelClass& each : kClasses) {
    const SecondLook second = each.look(submission, evidence);
    const bool named = std::any_of(findings.begin(), findings.end(),
                                   [&](const Finding& finding) { return names(each, finding); });
    looks[std::string(each.id)] = {named, second.stands, second.why};
  }
  return looks;
}

LabelTable label_table(const std::vector<Label>& labels,
                       const std::map<std::uint64_t, LabelledHead>& heads) {
  LabelTable table;
  for (const LabelClass& each : kClasses) {
    table.classes[std::string(each.id)] = {};
  }
  for (const Label& label : labels) {
    const auto head = heads.find(label.pull_request);
    require(head != heads.end(), "a label without its head");
    for (const LabelClass& each : kClasses) {
      const std::string violation(each.id);
      if (carries(label, violation) && label.confidence == "high") {
        count_positive(label, violation, head->second, table);
      } else if (is_negative(label) && !carries(label, violation)) {
        count_negative(label, violation, head->second, table);
      }
    }
  }
  return table;
}

}  // namespace verifier
