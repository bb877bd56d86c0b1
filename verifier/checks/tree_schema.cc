// SPDX-License-Identifier: Apache-2.0
// Rule B3: submission.json parses to one object and claims a score.
#include <array>

#include "verifier/base/escape.h"
#include "verifier/checks/check_code.h"
#include "verifier/checks/finding_parts.h"
#include "verifier/submission/defects.h"

namespace verifier {
namespace {

constexpr std::array<std::string_view, 5> kReasons = {"claims-score", "no-submission-json",
                                                      "not-json", "not-an-object", "no-claim"};

const Defect* json_defect(const Submission& submission) {
  for (const Defect& defect : submission.defects) {
    const bool too_large =
        defect.code == defect::kTooLarge && defect.origin.file == "submission.json";
    if (defect.code == defect::kJsonBroken || defect.code == defect::kJsonShape || too_large) {
      return &defect;
    }
  }
  return nullptr;
}

Finding broken(const CheckInput& input, const Defect& defect) {
  const bool shape = defect.code == defect::kJsonShape;
  Finding finding = fail("static", shape ? "not-an-object" : "not-json",
                         Comparison{0, ">=", 1, "numeric claims"});
  // What the JSON reader says starts with file, line and column.
  const bool placed = defect.what.rfind(defect.origin.file, 0) == 0;
  finding.message =
      (placed ? "" : to_string(defect.origin) + ": ") + escape_for_terminal(defect.what, 1024);
  finding.origins = {defect.origin};
  finding.remedy = "write one JSON object with a numeric val_bpb";
  add_evidence(finding, input.submission, {defect.origin.file});
  return finding;
}

// A file that the tree names and the repository lacks is nobody's missing file.
const Defect* unread_claim(const Submission& submission) {
  for (const Defect& defect : submission.defects) {
    if (defect.code == defect::kObjectMissing && defect.origin.file == "submission.json") {
      return &defect;
    }
  }
  return nullptr;
}

Finding without_claim(const CheckInput& input) {
  const bool there = input.submission.claims_read;
  Finding finding = fail("static", there ? "no-claim" : "no-submission-json",
                         Comparison{0, ">=", 1, "numeric claims"});
  finding.message = there ? "submission.json: val_bpb is no number; expected one such as 1.0853"
                          : "submission.json is missing; expected it at the top of the folder";
  finding.remedy = "write one JSON object with a numeric val_bpb";
  add_evidence(finding, input.submission, {"submission.json"});
  return finding;
}

Finding check_schema(const CheckInput& input) {
  const Defect* defect = json_defect(input.submission);
  if (defect != nullptr) {
    return broken(input, *defect);
  }
  const Defect* unread = unread_claim(input.submission);
  if (unread != nullptr) {
    return not_run("static", "object-missing", to_string(unread->origin) + ": " + unread->what);
  }
  const auto& claim = input.submission.claims.val_bpb;
  if (!claim) {
    return without_claim(input);
  }
  Finding finding = pass("static", "claims-score", {1, ">=", 1, "numeric claims"});
  finding.message = to_string(claim->origin) + ": claims val_bpb " + claim->value.text;
  finding.origins = {claim->origin};
  add_evidence(finding, input.submission, {claim->origin.file});
  return finding;
}

}  // namespace

CheckCode tree_schema() {
  return {check_schema, {}, kReasons};
}

}  // namespace verifier
