// SPDX-License-Identifier: Apache-2.0
// Rules D5 and A6: a quantizer that is calibrated on validation text has been trained on it. Passes
// only where every run says in its log which other text it used; silence is no evidence.
#include <array>

#include "verifier/base/escape.h"
#include "verifier/base/numbers.h"
#include "verifier/checks/check_code.h"
#include "verifier/checks/finding_parts.h"

namespace verifier {
namespace {

constexpr std::array<std::string_view, 4> kReasons = {"other-source", "calibrated-on-validation",
                                                      "source-not-logged", "no-log"};

std::string said(const Claim<std::string>& source) {
  return to_string(source.origin) + ": the quantizer was calibrated on " +
         (source.value == "val" ? "validation text (source=val)"
                                : escape_for_terminal(source.value, 80));
}

Finding check_calibration(const CheckInput& input) {
  const std::vector<const TrainLog*> runs = runs_of(input.submission);
  if (runs.empty()) {
    return without_log(input, "log", false);
  }
  std::vector<std::string> on_validation;
  std::vector<std::string> on_other;
  std::vector<Origin> places;
  for (const TrainLog* run : runs) {
    if (run->calibration_source) {
      const bool validation = run->calibration_source->value == "val";
      (validation ? on_validation : on_other).push_back(said(*run->calibration_source));
      places.push_back(run->calibration_source->origin);
    }
  }
  const Comparison count{static_cast<double>(on_validation.size()), "==", 0, "runs"};
  if (on_validation.empty() && on_other.size() < runs.size()) {
    return not_run("log", "source-not-logged",
                   counted(runs.size(), "run") + ", of which " + grouped(on_other.size()) +
                       " say in the log what text the quantizer was calibrated on");
  }
  Finding finding = on_validation.empty() ? pass("log", "other-source", count)
                                          : fail("log", "calibrated-on-validation", count);
  finding.message = joined_sentences(on_validation.empty() ? on_other : on_validation);
  finding.remedy =
      on_validation.empty() ? "" : "calibrate on training text, or on text the model generates";
  finding.origins = places;
  add_evidence(finding, input.submission, paths_of(runs));
  return finding;
}

}  // namespace

CheckCode data_val_calibration() {
  return {check_calibration, {}, kReasons};
}

}  // namespace verifier
