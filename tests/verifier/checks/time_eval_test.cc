// SPDX-License-Identifier: Apache-2.0
#include <vector>

#include "tests/support/check_case.h"

#include <gtest/gtest.h>

namespace pgolf_test {
namespace {

using verifier::Status;

std::vector<CheckCase> own_cases() {
  return {
      {"Within", [](Docket& docket) { docket.submission.logs[2].eval_ms = 600'000; }, Status::pass,
       "within-limit", "evaluated 600.0 s of 600.0 s"},
      {"Over", [](Docket& docket) { docket.submission.logs[2].eval_ms = 616'000; }, Status::fail,
       "over-limit", "train_seed2025.log:14: evaluated 616.0 s"},
      {"TheTotalWins",
       [](Docket& docket) { docket.submission.logs[0].more = {"total_eval_time:688.0s"}; },
       Status::fail, "over-limit", "train_seed1337.log:14: evaluated 688.0 s"},
      {"SaysTheSumOfAllPasses",
       [](Docket& docket) {
         docket.submission.logs[0].eval_ms = 300'000;
         docket.submission.logs[0].more = {
             "final_roundtrip val_loss:1.9000 val_bpb:1.1253 eval_time:34735ms"};
       },
       Status::pass, "within-limit", "all 2 passes together 334.7 s"},
      {"TheClaimItselfIsOver",
       [](Docket& docket) { docket.submission.claims["eval_time_seconds"] = "688"; }, Status::fail,
       "claim-over-limit", "/eval_time_seconds: claims an evaluation of 688.0 s"},
      {"TheLongestOfAListOfSeeds",
       [](Docket& docket) { docket.submission.claims["eval_time_seconds"] = "[83, 601, 83]"; },
       Status::fail, "claim-over-limit", "an evaluation of 601.0 s"},
      {"AClaimWithin", [](Docket& docket) { docket.submission.claims["eval_time_seconds"] = "83"; },
       Status::pass, "within-limit", "evaluated 200.0 s"},
      {"NoTimes",
       [](Docket& docket) {
         for (LogText& log : docket.submission.logs) {
           log.left_out = {"score"};
         }
       },
       Status::inconclusive, "time-not-logged", "0 of 3 runs"},
  };
}

const std::vector<CheckCase>& cases() {
  static const std::vector<CheckCase> kCases = with_more(own_cases(), cases_without_logs());
  return kCases;
}

class TimeEval : public testing::TestWithParam<CheckCase> {};

TEST_P(TimeEval, FindsWhatTheCaseNames) {
  expect_case("time.eval", GetParam());
}

INSTANTIATE_TEST_SUITE_P(Cases, TimeEval, testing::ValuesIn(cases()), case_name);

TEST(TimeEvalReasons, AreAllDriven) {
  expect_every_reason("time.eval", cases());
}

}  // namespace
}  // namespace pgolf_test
