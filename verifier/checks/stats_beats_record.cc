// SPDX-License-Identifier: Apache-2.0
// Rules C1, C3 and C4: the claimed runs against the record of the day. Text and practice differ
// from 2026-04-28 on: the rule in force decides, the other reading stands beside it.
#include <array>

#include "verifier/checks/check_code.h"
#include "verifier/checks/comparison_text.h"
#include "verifier/checks/finding_parts.h"
#include "verifier/checks/record_comparison.h"

namespace verifier {
namespace {

using statistics::GainStatus;
using statistics::GainVerdict;

constexpr std::string_view kMethod = "statistical";
constexpr std::array<std::string_view, 7> kReasons = {"beats-record",     "mean-gain-below-margin",
                                                      "not-significant",  "seeds-have-no-effect",
                                                      "n-below-minimum",  "no-runs",
                                                      "no-earlier-record"};

std::string reason_of(const GainVerdict& verdict) {
  return verdict.status == GainStatus::pass ? "beats-record" : std::string(verdict.reason);
}

std::string_view status_word(GainStatus status) {
  return status == GainStatus::pass ? "pass" : status == GainStatus::fail ? "fail" : "inconclusive";
}

// The gain against what it would have to be; of seeds without effect, how many scores differ.
Comparison measured(const ReadingResult& result) {
  if (result.verdict.reason == "seeds-have-no-effect") {
    return {1, ">=", 2, "distinct scores"};
  }
  return {result.verdict.gain, ">=", result.smallest_passing_gain.value_or(result.margin_bpb),
          "bpb"};
}

Finding decided(const ReadingResult& result) {
  const std::string reason = reason_of(result.verdict);
  switch (result.verdict.status) {
    case GainStatus::pass:
      return pass(kMethod, reason, measured(result));
    case GainStatus::fail:
      return fail(kMethod, reason, measured(result));
    case GainStatus::inconclusive:
      return inconclusive(kMethod, reason, "");
  }
  return inconclusive(kMethod, reason, "");
}

std::string remedy_of(const GainVerdict& verdict) {
  return verdict.reason == "n-below-minimum"   ? "add runs of further seeds"
         : verdict.reason == "not-significant" ? "more runs of the same configuration decide better"
                                               : "";
}

Finding not_compared(const RecordComparison& comparison, const CheckInput& input) {
  return comparison.absent == "no-runs"
             ? not_run(kMethod, "no-runs", "no run of the submission has a score to compare")
             : not_run(kMethod, "no-earlier-record",
                       "the board has no record of this track before " + input.date);
}

void add_sources(const CheckInput& input, const RecordComparison& comparison, Finding& finding) {
  std::vector<std::string> files;
  for (const SampleRun& run : comparison.samples.runs) {
    finding.origins.push_back(run.origin);
    files.push_back(run.origin.file);
  }
  add_evidence(finding, input.submission, files);
  add_evidence(finding, {{input.board.file, input.board.sha256, input.board.bytes}});
}

Finding check_record(const CheckInput& input) {
  const RecordComparison comparison = compare_with_record(input);
  if (!comparison.absent.empty()) {
    return not_compared(comparison, input);
  }
  Finding finding = decided(comparison.in_force);
  finding.message = groups_text(comparison) + "; " + reading_text(comparison, comparison.in_force) +
                    "; scores are taken as normally distributed, and a maintainer may waive the "
                    "margin for a pure systems change";
  finding.remedy = remedy_of(comparison.in_force.verdict);
  const ReadingResult& other = comparison.other;
  finding.unsettled = "The other reading gives " + std::string(status_word(other.verdict.status)) +
                      " (" + reason_of(other.verdict) + "): " + reading_text(comparison, other) +
                      " (" + other.reading.source + ")";
  add_sources(input, comparison, finding);
  return finding;
}

}  // namespace

CheckCode stats_beats_record() {
  return {check_record, record_params(), kReasons};
}

}  // namespace verifier
