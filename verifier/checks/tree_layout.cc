// SPDX-License-Identifier: Apache-2.0
// Rules B1 and B2: the files a submission must have, and nothing that a tree must not hold. What a
// git history would show (changes outside the folder) is not seen from a folder.
#include <algorithm>
#include <array>

#include "verifier/base/escape.h"
#include "verifier/base/numbers.h"
#include "verifier/checks/check_code.h"
#include "verifier/checks/finding_parts.h"
#include "verifier/submission/defects.h"

namespace verifier {
namespace {

constexpr std::array<RuleParam, 2> kParams = {
    {{"required_files", ParamKind::list}, {"not_applicable_submissions", ParamKind::list}}};
constexpr std::array<std::string_view, 3> kReasons = {"complete", "missing-file", "odd-entry"};

// The project's own copies of a submission's figures hold a recipe in place of script and logs; the
// rules file names them one by one.
bool is_exempt(const Rule& rule, const Submission& submission) {
  const auto& names = rule.list("not_applicable_submissions");
  return std::find(names.begin(), names.end(), submission.name) != names.end() &&
         submission.has_recipe && !submission.script && submission.logs.empty();
}

Finding exempt(const Submission& submission) {
  Finding finding = not_run("static", "not-applicable",
                            "the rules file names this folder, whose recipe.json stands in place "
                            "of script and logs");
  add_evidence(finding, submission, {"recipe.json"});
  return finding;
}

std::string lowercase(std::string text) {
  for (char& c : text) {
    c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  }
  return text;
}

bool holds(const Submission& submission, const std::string& name) {
  return std::any_of(submission.files.begin(), submission.files.end(),
                     [&](const auto& file) { return lowercase(file.path) == lowercase(name); });
}

// A log that is there and cannot be read is named, so that nobody looks for a missing one.
std::string missing_log(const Submission& submission) {
  for (const Defect& defect : submission.defects) {
    if (defect.code == defect::kLogEmpty || defect.code == defect::kLogBinary) {
      return "a train log (" + to_string(defect.origin) + ": " + defect.what + ")";
    }
  }
  return "a train log";
}

std::vector<std::string> missing_parts(const Rule& rule, const Submission& submission) {
  std::vector<std::string> missing;
  for (const std::string& name : rule.list("required_files")) {
    if (!holds(submission, name)) {
      missing.push_back(name);
    }
  }
  if (!submission.script) {
    missing.emplace_back("train_gpt.py");
  }
  if (submission.logs.empty()) {
    missing.push_back(missing_log(submission));
  }
  for (std::string& part : missing) {
    part += " is missing";
  }
  return missing;
}

Finding check_layout(const CheckInput& input) {
  if (is_exempt(input.rule, input.submission)) {
    return exempt(input.submission);
  }
  const std::vector<std::string> missing = missing_parts(input.rule, input.submission);
  std::vector<std::string> sentences = missing;
  std::vector<Origin> origins;
  for (const Defect& defect : input.submission.defects) {
    if (defect::is_of_tree(defect.code)) {
      sentences.push_back(to_string(defect.origin) + ": " + escape_for_terminal(defect.what, 512));
      origins.push_back(defect.origin);
    }
  }
  const Comparison faults{static_cast<double>(sentences.size()), "==", 0, "faults"};
  Finding finding = sentences.empty()  ? pass("static", "complete", faults)
                    : !missing.empty() ? fail("static", "missing-file", faults)
                                       : fail("static", "odd-entry", faults);
  finding.message = sentences.empty() ? counted(input.submission.files.size(), "file") +
                                            ", all that are required among them"
                                      : joined_sentences(sentences);
  finding.remedy = sentences.empty() ? "" : "complete or clean the folder and submit it again";
  finding.origins = origins;
  finding.evidence.push_back(
      {"manifest", input.submission.manifest_sha256, input.submission.manifest_bytes});
  return finding;
}

}  // namespace

CheckCode tree_layout() {
  return {check_layout, kParams, kReasons};
}

}  // namespace verifier
