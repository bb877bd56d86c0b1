// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <vector>

#include "tests/support/check_case.h"

#include <gtest/gtest.h>

namespace pgolf_test {
namespace {

using verifier::Status;

// Two logs that tell of one training, with one of the scores changed.
void copy_training(Docket& docket) {
  for (LogText& log : docket.submission.logs) {
    log.more = {"step:1000/9000 val_loss:2.5000 val_bpb:1.4808 train_time:84290ms",
                "step:2000/9000 val_loss:2.2000 val_bpb:1.3031 train_time:168580ms"};
  }
  docket.submission.logs[2].more[0] =
      "step:1000/9000 val_loss:2.5100 val_bpb:1.4867 train_time:84290ms";
}

const std::vector<CheckCase>& cases() {
  static const std::vector<CheckCase> kCases = {
      {"ThreeRuns", [](Docket&) {}, Status::pass, "effective", "3 runs with scores of their own"},
      {"TwoScoresAgreeToTheLastDigit",
       [](Docket& docket) { docket.submission.logs[2].val_bpb = "1.10000000"; }, Status::fail,
       "scores-identical", "train_seed1337.log and train_seed2025.log end with 1.10000000"},
      {"OfFourDecimalsTheySaySoLittle",
       [](Docket& docket) {
         docket.submission.logs[1].val_bpb = "1.1000";
         docket.submission.logs[2].val_bpb = "1.1000";
       },
       Status::pass, "effective", "3 runs"},
      {"OneLogUnderTwoNames",
       [](Docket& docket) {
         docket.submission.logs.resize(2);
         docket.submission.more_files["train_seed7.log"] = docket.submission.logs[0].text();
       },
       Status::fail, "one-log-twice", "train_seed1337.log and train_seed7.log are equal byte"},
      {"OneTrainingWithAnotherScore", copy_training, Status::fail, "one-log-twice",
       "train_seed1337.log and train_seed42.log tell of the same training"},
      {"ASecondCopyOfTheSameSeedIsNoFault",
       [](Docket& docket) {
         docket.submission.more_files["train.log"] = docket.submission.logs[0].text();
       },
       Status::pass, "effective", "3 runs"},
      {"AnotherWorldSizeIsANoteInApril",
       [](Docket& docket) { docket.submission.logs[2].world_size = 4; }, Status::pass,
       "settings-noted", "world_size is 8 at train_seed1337.log:"},
      {"AnotherWorldSizeFailsInMay",
       [](Docket& docket) {
         docket.date = "2026-05-02";
         docket.submission.logs[2].world_size = 4;
       },
       Status::fail, "settings-differ", "and 4 at train_seed2025.log:"},
      {"ASettingThatOneRunDoesNotPrintIsNoDifference",
       [](Docket& docket) {
         docket.date = "2026-05-02";
         docket.submission.logs[2].left_out = {"world"};
       },
       Status::pass, "effective", "no setting that all of them print differs"},
      {"OneSeedInside",
       [](Docket& docket) {
         docket.submission.logs[2].path = "train_seed2025.log";
         docket.submission.logs[2].seed = 42;
       },
       Status::inconclusive, "seed-named-twice", "both say seed 42 inside"},
      {"OneSize",
       [](Docket& docket) {
         for (LogText& log : docket.submission.logs) {
           log.model_bytes = 15'000'000;
         }
       },
       Status::inconclusive, "same-size", "15,000,000 bytes"},
      {"LogsNotNamedBySeed",
       [](Docket& docket) {
         for (LogText& log : docket.submission.logs) {
           log.path = "run" + std::to_string(log.seed) + ".log";
           log.left_out = {"seed"};
           log.val_bpb = "1.10000000";
         }
       },
       Status::inconclusive, "run-set-unclear", "of those taken,"},
      {"OneRun", [](Docket& docket) { docket.submission.logs.resize(1); }, Status::not_run,
       "one-run", "there is one run"},
      {"NoLogs", [](Docket& docket) { docket.submission.logs.clear(); }, Status::not_run, "no-log",
       "no train log"},
      {"OnTheFirstDayOneWasEnough", [](Docket& docket) { docket.date = "2026-03-18"; },
       Status::not_run, "not-applicable", "from 2026-03-19 on"},
  };
  return kCases;
}

class SeedsEffective : public testing::TestWithParam<CheckCase> {};

TEST_P(SeedsEffective, FindsWhatTheCaseNames) {
  expect_case("seeds.effective", GetParam());
}

INSTANTIATE_TEST_SUITE_P(Cases, SeedsEffective, testing::ValuesIn(cases()), case_name);

TEST(SeedsEffectiveReasons, AreAllDriven) {
  expect_every_reason("seeds.effective", cases());
}

TEST(SeedsEffective, ALaterRuleWouldFailAnotherWorldSize) {
  Docket docket;
  docket.submission.logs[2].world_size = 4;
  EXPECT_NE(find("seeds.effective", docket)
                .message.find("rule B4-effective-one-configuration, in force from 2026-05-02, "
                              "would give fail (settings-differ)"),
            std::string::npos);
}

}  // namespace
}  // namespace pgolf_test
