// SPDX-License-Identifier: Apache-2.0
#include <vector>

#include "tests/support/check_case.h"

#include <gtest/gtest.h>

namespace pgolf_test {
namespace {

using verifier::Stage;
using verifier::Status;

const std::vector<CheckCase>& cases() {
  static const std::vector<CheckCase> kCases = {
      {"TrainingText", [](Docket&) {}, Status::pass, "other-source",
       "train_seed1337.log:11: the quantizer was calibrated on train"},
      {"ValidationText",
       [](Docket& docket) {
         docket.submission.logs[1].calibration = "gptq:collecting hessians batches=64 source=val";
       },
       Status::fail, "calibrated-on-validation",
       "train_seed42.log:11: the quantizer was calibrated on validation text (source=val)"},
      {"ValidationTextOnceIsEnough",
       [](Docket& docket) {
         docket.submission.logs[1].more = {"gptq:collecting hessians batches=64 source=val"};
       },
       Status::fail, "calibrated-on-validation", "train_seed42.log:14"},
      {"TextTheModelGenerated",
       [](Docket& docket) {
         for (LogText& log : docket.submission.logs) {
           log.calibration = "gptq:collecting hessians from autoregressive data...";
         }
       },
       Status::pass, "other-source", "text the model generated"},
      {"Silence",
       [](Docket& docket) {
         for (LogText& log : docket.submission.logs) {
           log.calibration = "";
         }
       },
       Status::not_run, "source-not-logged", "3 runs, of which 0 say"},
      {"OneRunSilent", [](Docket& docket) { docket.submission.logs[0].calibration = ""; },
       Status::not_run, "source-not-logged", "3 runs, of which 2 say"},
      {"NoLogs", [](Docket& docket) { docket.submission.logs.clear(); }, Status::not_run, "no-log",
       "no train log"},
  };
  return kCases;
}

class DataValCalibration : public testing::TestWithParam<CheckCase> {};

TEST_P(DataValCalibration, FindsWhatTheCaseNames) {
  expect_case("data.val-calibration", GetParam());
}

INSTANTIATE_TEST_SUITE_P(Cases, DataValCalibration, testing::ValuesIn(cases()), case_name);

TEST(DataValCalibrationReasons, AreAllDriven) {
  expect_every_reason("data.val-calibration", cases());
}

}  // namespace
}  // namespace pgolf_test
