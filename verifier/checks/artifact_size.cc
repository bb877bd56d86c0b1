// SPDX-License-Identifier: Apache-2.0
// Rules A1 and A2: packed model plus code, in bytes, against the cap. The largest total of the runs
// decides; a claim is no measurement, but a claim over the cap fails by itself. Logs often count
// source that was packed before it was committed: then the model that they log plus the code as it
// stands in the folder decides, and both numbers are said.
#include <algorithm>
#include <array>
#include <optional>

#include "verifier/base/numbers.h"
#include "verifier/checks/check_code.h"
#include "verifier/checks/finding_parts.h"

namespace verifier {
namespace {

constexpr std::array<RuleParam, 1> kParams = {{{"cap_bytes", ParamKind::number}}};
constexpr std::array<std::string_view, 8> kReasons = {
    "within-limit",     "within-limit-as-committed", "over-limit", "claim-over-limit",
    "total-not-logged", "total-partly-logged",       "no-log",     "not-full-scale"};

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

// The largest size that submission.json claims, of the whole or of one seed.
MaybeClaim<std::uint64_t> largest_claim(const Claims& claims) {
  MaybeClaim<std::uint64_t> largest = claims.bytes_total;
  for (const Claims::PerSeed& seed : claims.per_seed) {
    const auto& bytes = seed.artifact_bytes;
    largest = bytes && (!largest || bytes->value > largest->value) ? bytes : largest;
  }
  return largest;
}

Finding claimed_over(const CheckInput& input, const Claim<std::uint64_t>& claim,
                     std::uint64_t cap) {
  Finding finding =
      fail("static", "claim-over-limit",
           {static_cast<double>(claim.value), "<=", static_cast<double>(cap), "bytes"});
  finding.message = to_string(claim.origin) + ": claims " + against(claim.value, cap);
  finding.origins = {claim.origin};
  add_evidence(finding, input.submission, {claim.origin.file});
  return finding;
}

// The largest packed model of the runs plus the code as committed; empty where either is not known.
std::optional<std::uint64_t> recounted(const CheckInput& input,
                                       const std::vector<const TrainLog*>& runs) {
  const auto& source = input.evidence.source;
  if (!source.ok() || source.value().code_bytes == 0) {
    return std::nullopt;
  }
  std::uint64_t model = 0;
  for (const TrainLog* run : runs) {
    if (!run->model_bytes) {
      return std::nullopt;
    }
    model = std::max(model, run->model_bytes->value);
  }
  return model + source.value().code_bytes;
}

// Both ways to count, where the source was read.
std::string recount_said(const CheckInput& input, std::optional<std::uint64_t> recount,
                         std::uint64_t cap) {
  return recount ? "; with the code as committed (" +
                       grouped(input.evidence.source.value().code_bytes) + " bytes) " +
                       against(*recount, cap)
                 : "";
}

// Over the cap in the log only because the log counts source that was packed for the commit.
std::optional<Finding> within_as_committed(const CheckInput& input, const TrainLog& largest,
                                           std::uint64_t cap) {
  const std::vector<const TrainLog*> runs = runs_of(input.submission);
  const auto recount = recounted(input, runs);
  if (!recount || *recount > cap || input.evidence.source.value().layers.empty()) {
    return std::nullopt;
  }
  Finding finding = pass("log", "within-limit-as-committed",
                         {static_cast<double>(*recount), "<=", static_cast<double>(cap), "bytes"});
  finding.message =
      to_string(largest.total_bytes->origin) + ": " + against(largest.total_bytes->value, cap) +
      ", counting the source before it was packed" + recount_said(input, recount, cap);
  finding.origins = {largest.total_bytes->origin};
  std::vector<std::string> files = paths_of(runs);
  files.push_back(input.evidence.source.value().script);
  add_evidence(finding, input.submission, files);
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
  finding.message += recount_said(input, recounted(input, runs_of(input.submission)), cap);
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
    const auto committed = within_as_committed(input, *largest, cap);
    return committed ? *committed : measured(input, *largest, cap);
  }
  const auto claim = largest_claim(input.submission.claims);
  if (claim && claim->value > cap) {
    return claimed_over(input, *claim, cap);
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
