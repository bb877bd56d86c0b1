// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "verifier/checks/finding.h"

namespace verifier {
namespace {

// Not evaluated for a reason that the rules file names, with the evidence for it.
bool rightly_not_applicable(const Finding& finding) {
  return finding.status == Status::not_run && finding.reason == "not-applicable" &&
         !finding.evidence.empty();
}

bool is_present(const std::vector<Finding>& findings, const std::string& id) {
  return std::any_of(findings.begin(), findings.end(),
                     [&](const Finding& finding) { return finding.check == id; });
}

}  // namespace

std::string_view to_string(Status status) {
  switch (status) {
    case Status::pass:
      return "pass";
    case Status::fail:
      return "fail";
    case Status::inconclusive:
      return "inconclusive";
    case Status::not_run:
      return "not-run";
  }
  return "not-run";
}

std::string_view to_string(Verdict verdict) {
  return verdict == Verdict::pass ? "pass" : verdict == Verdict::fail ? "fail" : "inconclusive";
}

int exit_code(Verdict verdict) {
  return verdict == Verdict::pass ? 0 : verdict == Verdict::fail ? 1 : 2;
}

Verdict decide(const std::vector<Finding>& findings, const std::vector<std::string>& required) {
  bool any_gating = false;
  bool all_pass = true;
  for (const Finding& finding : findings) {
    // Anything but the one word "advisory" gates.
    if (finding.severity == "advisory") {
      continue;
    }
    if (finding.status == Status::fail) {
      return Verdict::fail;
    }
    any_gating = true;
    all_pass = all_pass && (finding.status == Status::pass || rightly_not_applicable(finding));
  }
  const bool all_present =
      std::all_of(required.begin(), required.end(),
                  [&](const std::string& id) { return is_present(findings, id); });
  return any_gating && all_pass && all_present ? Verdict::pass : Verdict::inconclusive;
}

}  // namespace verifier
