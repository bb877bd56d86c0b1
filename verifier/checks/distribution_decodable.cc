// SPDX-License-Identifier: Apache-2.0
// Rule E6: a score is a code length. A receiver who holds the artifact and a code must get the
// tokens back, and the code may not be longer than what was claimed.
#include <array>
#include <cmath>

#include "verifier/base/escape.h"
#include "verifier/base/numbers.h"
#include "verifier/checks/check_code.h"
#include "verifier/checks/event_findings.h"
#include "verifier/checks/finding_parts.h"

namespace verifier {
namespace {

constexpr std::array<RuleParam, 2> kParams = {
    {{"slack_bits", ParamKind::number}, {"slack_share", ParamKind::number}}};
constexpr std::array<std::string_view, 6> kReasons = {"decoded",          "longer-than-claimed",
                                                      "not-decoded",      "target-dependent",
                                                      "nothing-measured", "not-audited"};

std::string lengths_text(const DecodingAudit& audit) {
  return grouped(audit.positions) + " tokens claimed at " + fixed(audit.claimed_bits, 1) +
         " bits take a code of " + grouped(audit.coded_bits) + " bits (" +
         fixed(audit.normalized_bits, 1) + " after division by their sums)";
}

Finding judge_lengths(const CheckInput& input, const DecodingAudit& audit) {
  const double allowed =
      audit.claimed_bits * (1 + input.rule.number("slack_share")) + input.rule.number("slack_bits");
  const auto coded = static_cast<double>(audit.coded_bits);
  if (!audit.decoded) {
    Finding finding = fail("rerun", "not-decoded", {0, ">=", 1, "streams that came back"});
    finding.message = "the tokens do not come back from artifact and code: " +
                      escape_for_terminal(audit.reason, 256);
    return finding;
  }
  if (audit.claims_unlike_rows != 0) {
    Finding finding =
        fail("rerun", "target-dependent",
             {static_cast<double>(audit.claims_unlike_rows), "==", 0, "scores unlike their row"});
    finding.message = grouped(audit.claims_unlike_rows) + " of " + grouped(audit.positions) +
                      " scores are not the entry of their own distribution";
    return finding;
  }
  const Comparison length{coded, "<=", allowed, "bits"};
  Finding finding = coded <= allowed ? pass("rerun", "decoded", length)
                                     : fail("rerun", "longer-than-claimed", length);
  finding.message = lengths_text(audit) + ", from which a receiver got every token back";
  finding.remedy =
      finding.status == Status::fail ? "claim the length of a code that can be decoded" : "";
  return finding;
}

Finding judge_run(const CheckInput& input, const RerunRun& run) {
  if (!run.decoding.ok()) {
    return without_audit(run, run.decoding.failure());
  }
  const DecodingAudit& audit = run.decoding.value();
  if (audit.positions == 0 || !std::isfinite(audit.claimed_bits)) {
    return inconclusive("rerun", "nothing-measured", seed_of(run) + ": no token was coded");
  }
  Finding finding = judge_lengths(input, audit);
  finding.message = seed_of(run) + ": " + finding.message;
  add_evidence(finding, audit.files);
  add_evidence(finding, run.files);
  return finding;
}

Finding check_code_length(const CheckInput& input) {
  return judge_runs(input, judge_run);
}

}  // namespace

CheckCode distribution_decodable() {
  return {check_code_length, kParams, kReasons};
}

}  // namespace verifier
