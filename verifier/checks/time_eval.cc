// SPDX-License-Identifier: Apache-2.0
// Rule A5: evaluation time in the logs, a budget of its own. A total of all evaluation decides
// where it is logged, else the pass that gave the final score; the sum of all passes is said beside
// it. A claim is no measurement, but a claim over the budget fails by itself.
#include <array>
#include <optional>

#include "verifier/base/numbers.h"
#include "verifier/checks/check_code.h"
#include "verifier/checks/finding_parts.h"

namespace verifier {
namespace {

constexpr std::array<RuleParam, 1> kParams = {{{"limit_ms", ParamKind::number}}};
constexpr std::array<std::string_view, 6> kReasons = {"within-limit",     "over-limit",
                                                      "claim-over-limit", "time-not-logged",
                                                      "no-log",           "not-full-scale"};

MaybeClaim<double> deciding_ms(const TrainLog& run) {
  if (run.total_eval_s) {
    return Claim<double>{run.total_eval_s->value * 1000, run.total_eval_s->origin};
  }
  return run.eval_ms;
}

std::string seconds(double milliseconds) {
  return fixed(milliseconds / 1000, 1) + " s";
}

std::string all_passes(const TrainLog& run) {
  double sum = 0;
  for (const Claim<double>& each : run.all_eval_ms) {
    sum += each.value;
  }
  return run.all_eval_ms.size() < 2
             ? ""
             : "; all " + grouped(run.all_eval_ms.size()) + " passes together " + seconds(sum);
}

Finding claimed_over(const CheckInput& input) {
  const Claim<double>& claim = *input.submission.claims.eval_s;
  Finding finding = fail("static", "claim-over-limit",
                         {claim.value * 1000, "<=", input.rule.number("limit_ms"), "ms"});
  finding.message = to_string(claim.origin) + ": claims an evaluation of " +
                    seconds(claim.value * 1000) + "; the budget is " +
                    seconds(input.rule.number("limit_ms"));
  finding.origins = {claim.origin};
  add_evidence(finding, input.submission, {claim.origin.file});
  return finding;
}

Finding judge_logs(const CheckInput& input) {
  const std::vector<const TrainLog*> runs = runs_of(input.submission);
  if (runs.empty()) {
    return without_log(input, "log", true);
  }
  const TrainLog* longest = nullptr;
  MaybeClaim<double> most;
  std::size_t timed = 0;
  for (const TrainLog* run : runs) {
    const auto time = deciding_ms(*run);
    timed += time ? 1U : 0U;
    if (time && (!most || time->value > most->value)) {
      most = time;
      longest = run;
    }
  }
  const double limit = input.rule.number("limit_ms");
  const bool over = most && most->value > limit;
  if (!over && timed < runs.size()) {
    return inconclusive("log", "time-not-logged",
                        grouped(timed) + " of " + counted(runs.size(), "run") +
                            " log the time of their final evaluation");
  }
  const Comparison time{most->value, "<=", limit, "ms"};
  Finding finding = over ? fail("log", "over-limit", time) : pass("log", "within-limit", time);
  finding.message = to_string(most->origin) + ": evaluated " + seconds(most->value) + " of " +
                    seconds(limit) + all_passes(*longest);
  finding.origins = {most->origin};
  add_evidence(finding, input.submission, paths_of(runs));
  return finding;
}

Finding check_time(const CheckInput& input) {
  const Finding logs = judge_logs(input);
  const auto& claim = input.submission.claims.eval_s;
  const bool over = claim && claim->value * 1000 > input.rule.number("limit_ms");
  return over && logs.status != Status::fail ? claimed_over(input) : logs;
}

}  // namespace

CheckCode time_eval() {
  return {check_time, kParams, kReasons};
}

}  // namespace verifier
