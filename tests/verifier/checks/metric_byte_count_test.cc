// SPDX-License-Identifier: Apache-2.0
#include <limits>
#include <vector>

#include "tests/support/check_case.h"
#include "tests/support/evidence_builder.h"

#include <gtest/gtest.h>

namespace pgolf_test {
namespace {

using verifier::Stage;
using verifier::Status;

const std::vector<CheckCase>& cases() {
  static const std::vector<CheckCase> kCases = {
      {"Clean", [](Docket&) {}, Status::pass, "length-agrees",
       "62,021,632 tokens at this loss and score imply 151,080,36"},
      {"AnotherTokenizer",
       [](Docket& docket) {
         for (LogText& log : docket.submission.logs) {
           log.val_tokens = 40'540'160;
           log.val_loss = "2.84188000";
           log.val_bpb = "1.10020000";
         }
       },
       Status::pass, "length-agrees", "imply 151,0"},
      {"LeadingSpaceCountedTwice",
       [](Docket& docket) { docket.submission.logs[2].val_bpb = "0.94200000"; }, Status::fail,
       "length-differs", "train_seed2025.log:15"},
      {"PartOfTheValidationText",
       [](Docket& docket) { docket.submission.logs[0].val_tokens = 3'000'000; }, Status::fail,
       "length-differs", "3,000,000 tokens"},
      {"TwoDigits",
       [](Docket& docket) {
         for (LogText& log : docket.submission.logs) {
           log.val_loss = "1.86";
           log.val_bpb = "1.10";
           log.left_out = {};
         }
       },
       Status::inconclusive, "too-few-digits", "the printed digits leave an error"},
      {"TokensNotLogged", [](Docket& docket) { docket.submission.logs[1].left_out = {"tokens"}; },
       Status::inconclusive, "tokens-not-logged", "2 of 3 runs log validation tokens"},
      {"NoLogs", [](Docket& docket) { docket.submission.logs.clear(); }, Status::not_run, "no-log",
       "no train log"},
      {"NoLogsAndNoRerun",
       [](Docket& docket) {
         docket.submission.logs.clear();
         docket.stage = Stage::rerun;
         docket.evidence = no_rerun("no-recipe");
       },
       Status::not_run, "no-log", ""},
      {"Rerun",
       [](Docket& docket) {
         docket.submission.logs.clear();
         docket.stage = Stage::rerun;
         docket.evidence = honest_rerun();
       },
       Status::pass, "ratio-agrees", "1 score of the rerun hold"},
      {"RerunWithOtherBytes",
       [](Docket& docket) {
         docket.submission.logs.clear();
         docket.stage = Stage::rerun;
         docket.evidence = honest_rerun();
         score_of(docket.evidence).bytes = 28'000;
       },
       Status::fail, "ratio-differs", "seed 1337: the score \"cache\" breaks"},
      {"RerunThatDiverged",
       [](Docket& docket) {
         docket.submission.logs.clear();
         docket.stage = Stage::rerun;
         docket.evidence = honest_rerun();
         score_of(docket.evidence).val_loss = std::numeric_limits<double>::quiet_NaN();
       },
       Status::inconclusive, "score-not-finite", "not a finite number"},
      {"RerunFaultOutweighsCleanLogs",
       [](Docket& docket) {
         docket.stage = Stage::rerun;
         docket.evidence = honest_rerun();
         score_of(docket.evidence).bytes = 28'000;
       },
       Status::fail, "ratio-differs", ""},
  };
  return kCases;
}

class MetricByteCount : public testing::TestWithParam<CheckCase> {};

TEST_P(MetricByteCount, FindsWhatTheCaseNames) {
  expect_case("metric.byte-count", GetParam());
}

INSTANTIATE_TEST_SUITE_P(Cases, MetricByteCount, testing::ValuesIn(cases()), case_name);

TEST(MetricByteCountReasons, AreAllDriven) {
  expect_every_reason("metric.byte-count", cases());
}

}  // namespace
}  // namespace pgolf_test
