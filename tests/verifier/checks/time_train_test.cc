// SPDX-License-Identifier: Apache-2.0
#include <vector>

#include "tests/support/check_case.h"

#include <gtest/gtest.h>

namespace pgolf_test {
namespace {

using verifier::Status;

std::vector<CheckCase> own_cases() {
  return {
      {"Within",
       [](Docket& docket) {
         docket.submission.logs[1].train_ms = 600'000;
         docket.submission.logs[1].calibration = "";
       },
       Status::pass, "within-limit", "train_seed42.log:8: trained 600,000 ms of 600,000"},
      {"OneStepOver",
       [](Docket& docket) {
         docket.submission.logs[0].train_ms = 600'093;
         docket.submission.logs[0].step_avg = "83.47";
         docket.submission.logs[0].calibration = "";
       },
       Status::pass, "within-one-step", "600,093 ms, 93 ms over the budget; noted and accepted"},
      {"AtTheMargin",
       [](Docket& docket) {
         docket.submission.logs[0].train_ms = 600'200;
         docket.submission.logs[0].step_avg = "100.00";
         docket.submission.logs[0].calibration = "gptq:generating autoregressive calibration data";
       },
       Status::pass, "within-one-step", "100.00 ms on average"},
      {"BeyondTheMargin",
       [](Docket& docket) {
         docket.submission.logs[0].train_ms = 600'201;
         docket.submission.logs[0].step_avg = "500.00";
       },
       Status::fail, "over-limit", "201 ms over the budget"},
      {"MoreThanAStepExplains",
       [](Docket& docket) {
         docket.submission.logs[0].train_ms = 600'150;
         docket.submission.logs[0].step_avg = "42.00";
       },
       Status::fail, "over-limit", "a step takes 42.00 ms on average"},
      {"TheSlowestRunDecides", [](Docket& docket) { docket.submission.logs[2].train_ms = 601'153; },
       Status::fail, "over-limit", "train_seed2025.log:8"},
      {"CalibratesWithTheBudgetSpent",
       [](Docket& docket) {
         docket.submission.logs[0].train_ms = 600'050;
         docket.submission.logs[0].step_avg = "83.47";
         docket.submission.logs[0].calibration = "gptq:calibrating with 256 batches...";
       },
       Status::fail, "calibrated-after-budget",
       "train_seed1337.log:11: calibrates the quantizer after 600,050 ms of training"},
      {"CalibratesLongerThanWasReserved",
       [](Docket& docket) {
         docket.submission.logs[0].train_ms = 588'000;
         docket.submission.logs[0].calibration = "GPTQ:collected 67 Hessians in 14.1s";
       },
       Status::fail, "calibrated-after-budget", "after 588,000 ms of training"},
      {"CalibratesInWhatWasReserved",
       [](Docket& docket) {
         docket.submission.logs[0].train_ms = 588'000;
         docket.submission.logs[0].calibration = "GPTQ:collected 67 Hessians in 11.9s";
       },
       Status::pass, "within-limit", "trained 590,000 ms"},
      {"AnUnnamedLogBesideOthers",
       [](Docket& docket) {
         docket.submission.logs.resize(2);
         docket.submission.logs[0].path = "first.log";
         docket.submission.logs[0].left_out = {"seed"};
         docket.submission.logs[1].path = "second.log";
         docket.submission.logs[1].left_out = {"seed"};
         docket.submission.logs[1].train_ms = 2'400'107;
       },
       Status::inconclusive, "run-set-ambiguous", "other logs of the folder are within it"},
      {"NoTimes",
       [](Docket& docket) {
         for (LogText& log : docket.submission.logs) {
           log.left_out = {"steps", "stop"};
         }
       },
       Status::inconclusive, "time-not-logged", "no run logs"},
      {"OneRunWithoutATime",
       [](Docket& docket) {
         docket.submission.logs[1].left_out = {"steps", "stop"};
       },
       Status::inconclusive, "time-not-logged", "only 2 of 3 runs"},
      {"OverAlthoughOneRunIsSilent",
       [](Docket& docket) {
         docket.submission.logs[1].left_out = {"steps", "stop"};
         docket.submission.logs[0].train_ms = 700'000;
       },
       Status::fail, "over-limit", "100,000 ms over"},
  };
}

const std::vector<CheckCase>& cases() {
  static const std::vector<CheckCase> kCases = with_more(own_cases(), cases_without_logs());
  return kCases;
}

class TimeTrain : public testing::TestWithParam<CheckCase> {};

TEST_P(TimeTrain, FindsWhatTheCaseNames) {
  expect_case("time.train", GetParam());
}

INSTANTIATE_TEST_SUITE_P(Cases, TimeTrain, testing::ValuesIn(cases()), case_name);

TEST(TimeTrainReasons, AreAllDriven) {
  expect_every_reason("time.train", cases());
}

}  // namespace
}  // namespace pgolf_test
