// SPDX-License-Identifier: Apache-2.0
// Rule A4: training time in the logs. The loop stops after the step that crosses the budget, which
// need not be an average one, and with the next one on its way; an excess that this explains is
// noted, up to a margin; beyond, it fails. Rule A6: calibrating a quantizer on training text counts
// as training, so that a run which stops at the full budget and calibrates then is over it.
#include <algorithm>
#include <array>
#include <optional>

#include "verifier/base/numbers.h"
#include "verifier/checks/check_code.h"
#include "verifier/checks/finding_parts.h"

namespace verifier {
namespace {

constexpr std::array<RuleParam, 4> kParams = {{{"limit_ms", ParamKind::number},
                                               {"note_ms", ParamKind::number},
                                               {"note_steps", ParamKind::number},
                                               {"calibration_note_ms", ParamKind::number}}};
constexpr std::array<std::string_view, 8> kReasons = {
    "within-limit",    "within-one-step",   "over-limit", "calibrated-after-budget",
    "time-not-logged", "run-set-ambiguous", "no-log",     "not-full-scale"};

// Milliseconds of one step: as logged, else the average over the run; 0 where neither is known.
double step_ms(const TrainLog& run) {
  if (run.step_avg_ms) {
    return run.step_avg_ms->value;
  }
  return run.steps && run.steps->value > 0
             ? static_cast<double>(run.train_ms->value) / static_cast<double>(run.steps->value)
             : 0;
}

const TrainLog* longest(const std::vector<const TrainLog*>& runs) {
  return *std::max_element(runs.begin(), runs.end(), [](const TrainLog* a, const TrainLog* b) {
    return a->train_ms->value < b->train_ms->value;
  });
}

Finding judge_time(const CheckInput& input, const TrainLog& run) {
  const double limit = input.rule.number("limit_ms");
  const double note = input.rule.number("note_ms");
  const Comparison time{static_cast<double>(run.train_ms->value), "<=", limit, "ms"};
  const double excess = time.value - limit;
  const bool one_step =
      excess > 0 && excess <= note && excess <= input.rule.number("note_steps") * step_ms(run);
  const std::string said =
      to_string(run.train_ms->origin) + ": trained " + grouped(run.train_ms->value) + " ms";
  Finding finding;
  if (excess <= 0) {
    finding = pass("log", "within-limit", time);
    finding.message = said + " of " + grouped(static_cast<std::uint64_t>(limit));
  } else {
    finding = one_step ? pass("log", "within-one-step", time) : fail("log", "over-limit", time);
    finding.message =
        said + ", " + grouped(static_cast<std::uint64_t>(excess)) + " ms over the budget" +
        (one_step ? "; noted and accepted, because the loop stops after the step that crosses it, "
                    "and a step takes "
                  : "; a step takes ") +
        fixed(step_ms(run), 2) + " ms on average";
  }
  finding.tolerance = note;
  finding.origins = {run.train_ms->origin};
  return finding;
}

// Milliseconds of calibration on training text after the stop that the log tells, and the first
// line of it; text that the model made itself is no training data.
struct LateCalibration {
  double ms = 0;
  const LateWork* first = nullptr;
};

LateCalibration late_calibration(const TrainLog& run) {
  LateCalibration late;
  const bool generated = std::any_of(run.late_work.begin(), run.late_work.end(),
                                     [](const LateWork& work) { return work.text == "generated"; });
  for (const LateWork& work : run.late_work) {
    if (work.kind == "calibration" && !generated) {
      late.first = late.first == nullptr ? &work : late.first;
      late.ms += work.seconds.value_or(0) * 1000;
    }
  }
  return late;
}

// A finding where calibration takes a run over the budget; empty where it does not.
std::optional<Finding> judge_calibration(const CheckInput& input, const TrainLog& run) {
  const LateCalibration late = late_calibration(run);
  const double limit = input.rule.number("limit_ms");
  const double total = static_cast<double>(run.train_ms->value) + late.ms;
  const bool spent = static_cast<double>(run.train_ms->value) >= limit;
  if (late.first == nullptr ||
      (!spent && total <= limit + input.rule.number("calibration_note_ms"))) {
    return std::nullopt;
  }
  Finding finding = fail("log", "calibrated-after-budget", {total, "<=", limit, "ms"});
  finding.tolerance = input.rule.number("calibration_note_ms");
  finding.message = to_string(late.first->origin) + ": calibrates the quantizer after " +
                    grouped(run.train_ms->value) + " ms of training (" +
                    to_string(run.train_ms->origin) +
                    "); calibration on training data counts as "
                    "training, or else reads training data at evaluation";
  finding.remedy = "stop the training loop early enough to calibrate within the budget";
  finding.origins = {late.first->origin, run.train_ms->origin};
  return finding;
}

// Where it is a guess which logs are the runs, one that is over beside others that are not proves
// nothing.
bool is_ambiguous(const CheckInput& input, const std::vector<const TrainLog*>& timed) {
  return input.submission.run_set_is_a_guess &&
         std::any_of(timed.begin(), timed.end(), [&](const TrainLog* run) {
           return judge_time(input, *run).status == Status::pass;
         });
}

Finding worst_of(const CheckInput& input, const std::vector<const TrainLog*>& timed) {
  Finding finding = judge_time(input, *longest(timed));
  if (finding.status == Status::fail && is_ambiguous(input, timed)) {
    return inconclusive("log", "run-set-ambiguous",
                        finding.message +
                            "; other logs of the folder are within it, and their "
                            "names do not tell which are the runs of the claim");
  }
  for (const TrainLog* run : timed) {
    const auto calibrated = judge_calibration(input, *run);
    if (calibrated && finding.status == Status::pass) {
      finding = *calibrated;
    }
  }
  return finding;
}

Finding check_time(const CheckInput& input) {
  const std::vector<const TrainLog*> runs = runs_of(input.submission);
  if (runs.empty()) {
    return without_log(input, "log", true);
  }
  std::vector<const TrainLog*> timed;
  std::copy_if(runs.begin(), runs.end(), std::back_inserter(timed),
               [](const TrainLog* run) { return run->train_ms.has_value(); });
  if (timed.empty()) {
    return inconclusive("log", "time-not-logged", "no run logs its training time");
  }
  Finding finding = worst_of(input, timed);
  if (finding.status == Status::pass && timed.size() < runs.size()) {
    return inconclusive("log", "time-not-logged",
                        "only " + grouped(timed.size()) + " of " + counted(runs.size(), "run") +
                            " log their training time");
  }
  add_evidence(finding, input.submission, paths_of(timed));
  return finding;
}

}  // namespace

CheckCode time_train() {
  return {check_time, kParams, kReasons};
}

}  // namespace verifier
