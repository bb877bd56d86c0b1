// SPDX-License-Identifier: Apache-2.0
// Rule E6: the scores of a position, had each token of the vocabulary stood there, sum to one. A
// sum Z above one is an over-claim of ln Z nats at that position (ngram-cache.md section 7).
#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "verifier/base/numbers.h"
#include "verifier/checks/check_code.h"
#include "verifier/checks/event_findings.h"
#include "verifier/checks/finding_parts.h"

namespace verifier {
namespace {

constexpr std::array<RuleParam, 1> kParams = {{{"tolerance", ParamKind::number}}};
constexpr std::array<std::string_view, 4> kReasons = {"normalized", "not-normalized",
                                                      "nothing-measured", "not-audited"};

double bpb(double nats, const NormalizationAudit& audit) {
  return nats / (std::numbers::ln2 * static_cast<double>(audit.bytes));
}

std::string sums_text(const NormalizationAudit& audit) {
  return "the scores of a position sum to " + fixed(audit.z_least, 4) + " to " +
         fixed(audit.z_most, 4) + " over the vocabulary (mean " + fixed(audit.z_mean, 4) +
         ", median " + fixed(audit.z_median, 4) + ", above 1.01 at " +
         fixed(100 * audit.share_above, 1) + "% of " + grouped(audit.positions) + " positions)";
}

Finding judge_run(const CheckInput& input, const RerunRun& run) {
  if (!run.normalization.ok()) {
    return without_audit(run, run.normalization.failure());
  }
  const NormalizationAudit& audit = run.normalization.value();
  const double distance = std::max(audit.z_most - 1.0, 1.0 - audit.z_least);
  if (audit.positions == 0 || audit.bytes == 0 || !std::isfinite(distance)) {
    return inconclusive("rerun", "nothing-measured",
                        seed_of(run) + ": no position's scores could be summed");
  }
  const Comparison sums{distance, "<=", input.rule.number("tolerance"),
                        "largest distance of a sum from one"};
  Finding finding = distance <= sums.limit ? pass("rerun", "normalized", sums)
                                           : fail("rerun", "not-normalized", sums);
  finding.message = seed_of(run) + ": " + sums_text(audit);
  if (finding.status == Status::fail) {
    finding.message += "; divided by their sums, " + fixed(bpb(audit.once_nats, audit), 4) +
                       " bits per byte become " + fixed(bpb(audit.normalized_nats, audit), 4);
    finding.remedy = "divide each score by the sum of the scores of every token";
  }
  add_evidence(finding, audit.files);
  add_evidence(finding, run.files);
  return finding;
}

Finding check_sums(const CheckInput& input) {
  return judge_runs(input, judge_run);
}

}  // namespace

CheckCode distribution_normalized() {
  return {check_sums, kParams, kReasons};
}

}  // namespace verifier
