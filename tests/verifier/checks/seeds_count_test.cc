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
      {"Three", [](Docket&) {}, Status::pass, "enough",
       "3 runs (train_seed1337.log; train_seed2025.log; train_seed42.log); a record claim needs 3"},
      {"Two", [](Docket& docket) { docket.submission.logs.resize(2); }, Status::fail,
       "fewer-than-required", "2 runs"},
      {"One", [](Docket& docket) { docket.submission.logs.resize(1); }, Status::fail,
       "fewer-than-required", "1 run (train_seed1337.log)"},
      {"OneSeedThreeTimes",
       [](Docket& docket) {
         for (LogText& log : docket.submission.logs) {
           log.path = "run" + log.val_bpb + ".log";
           log.seed = 7;
         }
       },
       Status::inconclusive, "one-seed-repeated", "3 logs of 1 seed"},
      {"TheSameLogTwiceIsOneRun",
       [](Docket& docket) {
         docket.submission.logs.resize(1);
         docket.submission.more_files["train.log"] = docket.submission.logs[0].text();
       },
       Status::fail, "fewer-than-required", "1 run (train_seed1337.log)"},
      {"OnTheFirstDayOneWasEnough",
       [](Docket& docket) {
         docket.submission.logs.resize(1);
         docket.date = "2026-03-18";
       },
       Status::not_run, "not-applicable", "from 2026-03-19 on"},
      {"NoLogs", [](Docket& docket) { docket.submission.logs.clear(); }, Status::not_run, "no-log",
       "no train log"},
  };
  return kCases;
}

class SeedsCount : public testing::TestWithParam<CheckCase> {};

TEST_P(SeedsCount, FindsWhatTheCaseNames) {
  expect_case("seeds.count", GetParam());
}

INSTANTIATE_TEST_SUITE_P(Cases, SeedsCount, testing::ValuesIn(cases()), case_name);

TEST(SeedsCountReasons, AreAllDriven) {
  expect_every_reason("seeds.count", cases());
}

}  // namespace
}  // namespace pgolf_test
