// SPDX-License-Identifier: Apache-2.0
// Rule A1: packed model plus code, in bytes, against the cap. The largest total of the runs
// decides; a claim is no measurement, but a claim over the cap fails by itself.
#include <array>

#include "verifier/base/numbers.h"
#include "verifier/checks/check_code.h"
#include "verifier/checks/finding_parts.h"

namespace verifier {
namespace {

constexpr std::array<RuleParam, 1> kParams = {{{"cap_bytes", ParamKind::number}}};
constexpr std::array<std::string_view, 7> kReasons = {
    "within-limit",        "over-limit", "claim-over-limit", "total-not-logged",
    "total-partly-logged", "no-log",     "not-full-scale"};

// The run with the largest total; null where no run logs one.
const TrainLog* largest_run(const std::vector<const TrainLog*>& runs) {
  const TrainLog* largest = nullptr;
  for (const TrainLog* run : runs) {
    const bool larger = run->total_bytes && (largest == nullptr ||
                                             run->total_bytes->value > largest->total_bytes->value);
    largest = larger ? run : largest;
  }
  return largest;
}

bool all_log_totals(const std::vector<const TrainLog*>& runs) {
  for (const TrainLog* run : runs) {
    if (!run->total_bytes) {
      return false;
    }
  }
  return true;
}

std::string against(std::uint64_t bytes, std::uint64_t cap) {
  return grouped(bytes) + " bytes; the cap is " + grouped(cap) +
         (bytes > cap ? " (over by " + grouped(bytes - cap) + ")"
                      : " (" + grouped(cap - bytes) + " to spare)");
}

void compare_with_claim(const Submission& submission, std::uint64_t bytes, Finding& finding) {
  const auto& claim = submission.claims.bytes_total;
  if (claim) {
    finding.message += "; " + to_string(claim->origin) + " claims " + grouped(claim->value) +
                       (claim->value == bytes ? ", the same" : "");
    finding.origins.push_back(claim->origin);
    add_evidence(finding, submission, {claim->origin.file});
  }
}

Finding claimed_over(const CheckInput& input, std::uint64_t cap) {
  const auto& claim = *input.submission.claims.bytes_total;
  Finding finding =
      fail("static", "claim-over-limit",
           {static_cast<double>(claim.value), "<=", static_cast<double>(cap), "bytes"});
  finding.message = to_string(claim.origin) + ": claims " + against(claim.value, cap);
  finding.origins = {claim.origin};
  add_evidence(finding, input.submission, {claim.origin.file});
  return finding;
}

Finding measured(const CheckInput& input, const TrainLog& run, std::uint64_t cap) {
  const std::uint64_t bytes = run.total_bytes->value;
  const Comparison comparison{static_cast<double>(bytes), "<=", static_cast<double>(cap), "bytes"};
  Finding finding = bytes <= cap ? pass("log", "within-limit", comparison)
                                 : fail("log", "over-limit", comparison);
  finding.message =
      to_string(run.total_bytes->origin) + ": model and code take " + against(bytes, cap);
  finding.origins = {run.total_bytes->origin};
  finding.remedy = bytes <= cap ? "" : "pack the model smaller; code counts as well";
  add_evidence(finding, input.submission, paths_of(runs_of(input.submission)));
  compare_with_claim(input.submission, bytes, finding);
  return finding;
}

Finding check_size(const CheckInput& input) {
  const auto cap = static_cast<std::uint64_t>(input.rule.number("cap_bytes"));
  const std::vector<const TrainLog*> runs = runs_of(input.submission);
  const TrainLog* largest = largest_run(runs);
  if (largest != nullptr && largest->total_bytes->value > cap) {
    return measured(input, *largest, cap);
  }
  const auto& claim = input.submission.claims.bytes_total;
  if (claim && claim->value > cap) {
    return claimed_over(input, cap);
  }
  if (runs.empty()) {
    return without_log(input, "log", true);
  }
  if (largest == nullptr || !all_log_totals(runs)) {
    return inconclusive("log", largest == nullptr ? "total-not-logged" : "total-partly-logged",
                        largest == nullptr ? "no run logs its total size in bytes"
                                           : "not every run logs its total size in bytes");
  }
  return measured(input, *largest, cap);
}

}  // namespace

CheckCode artifact_size() {
  return {check_size, kParams, kReasons};
}

}  // namespace verifier
