// SPDX-License-Identifier: Apache-2.0
// Rule B4: a record claim rests on several runs, one log each. Logs of one seed count once; where a
// folder has enough logs but not enough seeds, and no log is named by its seed, whether runs of one
// seed count is not written, and the check says so.
#include <array>
#include <set>

#include "verifier/base/numbers.h"
#include "verifier/checks/check_code.h"
#include "verifier/checks/finding_parts.h"

namespace verifier {
namespace {

constexpr std::array<RuleParam, 1> kParams = {{{"runs", ParamKind::number}}};
constexpr std::array<std::string_view, 4> kReasons = {"enough", "fewer-than-required",
                                                      "one-seed-repeated", "no-log"};

// A log that names no seed counts as a run of its own.
std::set<std::string> distinct_runs(const std::vector<const TrainLog*>& runs) {
  std::set<std::string> distinct;
  for (const TrainLog* run : runs) {
    distinct.insert(run->seed ? "seed " + std::to_string(*run->seed) : run->path);
  }
  return distinct;
}

Finding check_count(const CheckInput& input) {
  const std::vector<const TrainLog*> runs = runs_of(input.submission);
  if (runs.empty()) {
    return without_log(input, "log", false);
  }
  const std::set<std::string> distinct = distinct_runs(runs);
  const Comparison count{static_cast<double>(distinct.size()), ">=", input.rule.number("runs"),
                         "runs"};
  if (count.value < count.limit && input.submission.run_set_is_a_guess &&
      static_cast<double>(runs.size()) >= count.limit) {
    return inconclusive("log", "one-seed-repeated",
                        counted(runs.size(), "log") + " of " + counted(distinct.size(), "seed") +
                            "; whether runs of one seed count as several is not written");
  }
  const bool enough = count.value >= count.limit;
  Finding finding =
      enough ? pass("log", "enough", count) : fail("log", "fewer-than-required", count);
  std::vector<std::string> names;
  for (const TrainLog* run : runs) {
    names.push_back(to_string(Origin{run->path, 0, ""}));
    finding.origins.push_back({run->path, 0, ""});
  }
  finding.message = counted(distinct.size(), "run") + " (" + joined_sentences(names) +
                    "); a record claim needs " + grouped(static_cast<std::uint64_t>(count.limit));
  finding.remedy = enough ? "" : "add the logs of further seeds of the same configuration";
  add_evidence(finding, input.submission, paths_of(runs));
  return finding;
}

}  // namespace

CheckCode seeds_count() {
  return {check_count, kParams, kReasons};
}

}  // namespace verifier
