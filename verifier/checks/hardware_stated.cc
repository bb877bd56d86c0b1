// SPDX-License-Identifier: Apache-2.0
// Rule B5: a record run is made on the stated machine. The logs tell the number of processes and,
// where they carry the device table, the devices; a projection from fewer devices is no record.
#include <algorithm>
#include <array>

#include "verifier/base/escape.h"
#include "verifier/base/numbers.h"
#include "verifier/checks/check_code.h"
#include "verifier/checks/finding_parts.h"

namespace verifier {
namespace {

constexpr std::array<RuleParam, 3> kParams = {{{"world_size", ParamKind::number},
                                               {"device", ParamKind::word},
                                               {"other_forms", ParamKind::list}}};
constexpr std::array<std::string_view, 6> kReasons = {
    "as-stated", "other-world-size", "other-device", "not-logged", "run-set-ambiguous", "no-log"};

bool is_stated(const CheckInput& input, const std::string& name) {
  const auto& others = input.rule.list("other_forms");
  return name.find(input.rule.word("device")) != std::string::npos &&
         std::none_of(others.begin(), others.end(), [&](const std::string& form) {
           return name.find(form) != std::string::npos;
         });
}

struct Deviation {
  std::string reason;
  Origin origin;
  std::string what;
  double world_size = 0;
};

std::optional<Deviation> deviation_of(const CheckInput& input, const TrainLog& run) {
  const double expected = input.rule.number("world_size");
  if (run.world_size && static_cast<double>(run.world_size->value) != expected) {
    return Deviation{"other-world-size", run.world_size->origin,
                     "world size " + grouped(run.world_size->value),
                     static_cast<double>(run.world_size->value)};
  }
  for (const Claim<std::string>& gpu : run.gpus) {
    if (!is_stated(input, gpu.value)) {
      return Deviation{"other-device", gpu.origin, escape_for_terminal(gpu.value, 60), expected};
    }
  }
  return std::nullopt;
}

Finding deviates(const CheckInput& input, const Deviation& deviation) {
  const std::string expected = fixed(input.rule.number("world_size"), 0) + " processes on " +
                               input.rule.word("device") + " SXM";
  const Comparison processes{deviation.world_size, "==", input.rule.number("world_size"),
                             "processes"};
  Finding finding = fail("log", deviation.reason, processes);
  if (deviation.reason == "other-device") {
    finding = fail("log", deviation.reason, {1, "==", 0, "other devices"});
  }
  finding.message =
      to_string(deviation.origin) + ": " + deviation.what + "; a record needs " + expected;
  finding.origins = {deviation.origin};
  finding.remedy = "repeat the runs on the stated machine, or submit to the non-record track";
  return finding;
}

Finding as_stated(const CheckInput& input, const std::vector<const TrainLog*>& runs) {
  Finding finding =
      pass("log", "as-stated",
           {input.rule.number("world_size"), "==", input.rule.number("world_size"), "processes"});
  const auto named = std::count_if(runs.begin(), runs.end(),
                                   [](const TrainLog* run) { return !run->gpus.empty(); });
  finding.message = counted(runs.size(), "run") + " with world size " +
                    fixed(input.rule.number("world_size"), 0) + "; " +
                    grouped(static_cast<std::uint64_t>(named)) + " of them list the devices";
  for (const TrainLog* run : runs) {
    finding.origins.push_back(run->world_size->origin);
  }
  return finding;
}

Finding check_hardware(const CheckInput& input) {
  const std::vector<const TrainLog*> runs = runs_of(input.submission);
  if (runs.empty()) {
    return without_log(input, "log", false);
  }
  std::vector<Deviation> found;
  std::size_t silent = 0;
  for (const TrainLog* run : runs) {
    const auto deviation = deviation_of(input, *run);
    if (deviation) {
      found.push_back(*deviation);
    } else if (!run->world_size) {
      ++silent;
    }
  }
  // Where it is a guess which logs are the runs, one of them alone proves nothing.
  if (input.submission.run_set_is_a_guess && !found.empty() && found.size() < runs.size()) {
    return inconclusive("log", "run-set-ambiguous",
                        to_string(found.front().origin) + ": " + found.front().what +
                            ", but other logs of the folder are as stated, and their names do not "
                            "tell which are the runs of the claim");
  }
  if (found.empty() && silent > 0) {
    return inconclusive(
        "log", "not-logged",
        grouped(silent) + " of " + counted(runs.size(), "run") + " do not log their world size");
  }
  Finding finding = found.empty() ? as_stated(input, runs) : deviates(input, found.front());
  add_evidence(finding, input.submission, paths_of(runs));
  return finding;
}

}  // namespace

CheckCode hardware_stated() {
  return {check_hardware, kParams, kReasons};
}

}  // namespace verifier
