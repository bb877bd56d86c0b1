// SPDX-License-Identifier: Apache-2.0
#include <limits>
#include <vector>

#include "tests/support/rerun_cases.h"

#include <gtest/gtest.h>

namespace pgolf_test {
namespace {

using verifier::Stage;
using verifier::Status;

// A log of the dialect that prints scores without losses, beside a script with a faulty byte table.
void loss_free_scores(Docket& docket, verifier::Reach reach) {
  docket.submission.logs.resize(1);
  LogText& log = docket.submission.logs[0];
  log.left_out = {"score", "steps"};
  log.more = {"step:6900/9000 train_loss:2.1125 train_time:580000ms step_avg:84.00ms",
              "final_sliding_window val_bpb:1.02760000"};
  verifier::SourceEvidence source;
  source.script = "train_gpt.py";
  source.signs = {{"space-counted-twice",
                   "BYTE_ACCOUNTING",
                   {"train_gpt.py", 1},
                   "adds one byte for the leading space, which the table has already",
                   reach}};
  docket.evidence.source = source;
}

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
      {"NamesTheFaultAndCorrectsTheScore",
       [](Docket& docket) {
         // 1.1004 / 1.175: the length comes out 1.175 times as long.
         docket.submission.logs[2].val_bpb = "0.93651064";
       },
       Status::fail, "length-differs",
       "the leading space of a word counted in the table and again in the loop, and val_bpb "
       "corrected for it is 1.10040"},
      {"AnotherScoreOfTheRunHasAnotherLength",
       [](Docket& docket) {
         docket.submission.logs[1].more = {"mixed_exact val_loss:1.85764161 val_bpb:1.00980000"};
       },
       Status::fail, "length-differs", "train_seed42.log:14"},
      {"AScoreWithoutLossBesideAFaultyTable",
       [](Docket& docket) { loss_free_scores(docket, verifier::Reach::reached); }, Status::fail,
       "fault-in-source", "train_gpt.py:1: adds one byte for the leading space"},
      {"AFaultyTableThatNobodyCalls",
       [](Docket& docket) { loss_free_scores(docket, verifier::Reach::never_called); },
       Status::inconclusive, "tokens-not-logged", "0 of 1 run"},
      {"AClaimedPairWithTheFactorOfAKnownFault",
       [](Docket& docket) {
         docket.submission.logs.clear();
         docket.submission.claims["val_loss"] = "3.14335601";
         docket.submission.claims["val_bpb"] = "1.03385760";
       },
       Status::fail, "known-fault", "imply 4.3864 bytes per token"},
      {"AClaimedPairOfAKnownTokenizer",
       [](Docket& docket) {
         docket.submission.logs.clear();
         docket.submission.claims["val_loss"] = "2.78770694";
         docket.submission.claims["val_bpb"] = "1.07942956";
       },
       Status::not_run, "no-log", ""},
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
       rerun([](verifier::Evidence& evidence) { score_of(evidence).bytes = 28'000; }), Status::fail,
       "ratio-differs", ""},
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
