// SPDX-License-Identifier: Apache-2.0
#include "verifier/report/report.h"

#include <algorithm>
#include <cmath>

namespace verifier {
namespace {

bool is_finite(const Finding& finding) {
  return (!finding.measured || std::isfinite(finding.measured->value)) &&
         (!finding.limit || std::isfinite(finding.limit->value)) &&
         (!finding.margin || std::isfinite(*finding.margin)) &&
         (!finding.tolerance || std::isfinite(*finding.tolerance));
}

double margin_of(double measured, const Limit& limit) {
  if (limit.op == ">=" || limit.op == ">") {
    return measured - limit.value;
  }
  if (limit.op == "==") {
    return -std::fabs(measured - limit.value);
  }
  return limit.value - measured;
}

void make_inconclusive(Finding& finding, const std::string& why) {
  finding.message = "the check " + finding.check + " said " +
                    std::string(to_string(finding.status)) + " " + why +
                    "; this is a fault of the verifier, not of the submission";
  finding.status = Status::inconclusive;
  finding.reason = "verifier-error";
  finding.measured.reset();
  finding.limit.reset();
  finding.margin.reset();
  finding.tolerance.reset();
}

}  // namespace

std::vector<Finding> well_formed(std::vector<Finding> findings) {
  for (Finding& finding : findings) {
    const bool decided = finding.status == Status::pass || finding.status == Status::fail;
    if (!is_finite(finding)) {
      make_inconclusive(finding, "with a number that is not finite");
    } else if (decided && (!finding.measured || !finding.limit || finding.evidence.empty())) {
      make_inconclusive(finding, "without measurement, limit and evidence");
    } else if (decided) {
      finding.margin = finding.margin.value_or(margin_of(finding.measured->value, *finding.limit));
      finding.tolerance = finding.tolerance.value_or(0.0);
    }
  }
  std::sort(findings.begin(), findings.end(),
            [](const Finding& a, const Finding& b) { return a.check < b.check; });
  return findings;
}

Verdict verdict_of(const Report& report) {
  return decide(report.findings, required_checks(report.stage));
}

}  // namespace verifier
