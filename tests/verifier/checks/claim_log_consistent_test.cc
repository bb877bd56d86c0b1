// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <vector>

#include "tests/support/check_case.h"

#include <gtest/gtest.h>

namespace pgolf_test {
namespace {

using verifier::Stage;
using verifier::Status;

const std::vector<CheckCase>& cases() {
  static const std::vector<CheckCase> kCases = {
      {"Clean", [](Docket&) {}, Status::pass, "consistent",
       "submission.json:6 /val_bpb claims 1.1002: it is the mean 1.10020000 of 3 runs; "
       "submission.json:2 /bytes_total claims 15,050,000 bytes; train_seed1337.log:13 says "
       "15,050,000"},
      {"OneRunOfSeveral",
       [](Docket& docket) { docket.submission.claims["val_bpb"] = "1.10000000"; }, Status::pass,
       "consistent", "train_seed1337.log:15 has it as the final score of one run of 3"},
      {"OneRun",
       [](Docket& docket) {
         docket.submission.logs.resize(1);
         docket.submission.claims["val_bpb"] = "1.1000";
       },
       Status::pass, "consistent", "has it as the final score"},
      {"LastDigitOff", [](Docket& docket) { docket.submission.claims["val_bpb"] = "1.10014"; },
       Status::pass, "consistent", "off by 0.00006000, which is rounding"},
      {"NowhereInTheLogs", [](Docket& docket) { docket.submission.claims["val_bpb"] = "1.0512"; },
       Status::fail, "score-not-in-logs",
       "no line of the logs has it; the finals average 1.10020000"},
      {"AnotherScore",
       [](Docket& docket) {
         docket.submission.claims["val_bpb"] = "1.0731";
         docket.submission.logs[0].more = {"final_ttt val_loss:1.8119 val_bpb:1.0731"};
       },
       Status::fail, "score-not-in-logs", "train_seed1337.log:14 has it, but as \"final_ttt\""},
      {"AnotherScoreThatIsWorse",
       [](Docket& docket) {
         docket.submission.claims["val_bpb"] = "1.1184";
         docket.submission.logs[0].more = {"final_plain val_loss:1.8884 val_bpb:1.1184"};
       },
       Status::pass, "consistent",
       "which is not the final score; the finals average 1.10020000, better than what is claimed"},
      {"AValidationDuringTraining",
       [](Docket& docket) { docket.submission.claims["val_bpb"] = "1.1253"; }, Status::fail,
       "score-not-in-logs", "as a validation during training"},
      {"AnotherSeedScore",
       [](Docket& docket) {
         docket.submission.claims["seed_results"] = "{\"42\": {\"val_bpb\": 1.0902}}";
       },
       Status::fail, "seed-score-not-in-logs",
       "/seed_results/42/val_bpb claims 1.0902 for seed 42"},
      {"SeedScoresThatAgree",
       [](Docket& docket) {
         docket.submission.claims["seed_results"] =
             "{\"42\": {\"val_bpb\": 1.1002}, \"1337\": 1.1}";
       },
       Status::pass, "consistent", "mean"},
      {"FewerBytesThanLogged",
       [](Docket& docket) { docket.submission.claims["bytes_total"] = "8622077"; }, Status::fail,
       "bytes-not-in-logs", "claims 8,622,077 bytes; train_seed2025.log:13 says 15,048,000"},
      {"RoundedBytes", [](Docket& docket) { docket.submission.claims["bytes_total"] = "15040000"; },
       Status::pass, "consistent", "claims 15,040,000 bytes"},
      {"SeedBytesThatNoLogHas",
       [](Docket& docket) {
         docket.submission.claims["seed_results"] =
             "{\"42\": {\"val_bpb\": 1.1002, \"artifact_bytes\": 12000000}}";
       },
       Status::fail, "bytes-not-in-logs",
       "claims 12,000,000 bytes for seed 42; train_seed42.log:13 says 15,049,000"},
      {"ShorterTrainingThanLogged",
       [](Docket& docket) { docket.submission.claims["training_time_seconds"] = "480"; },
       Status::fail, "time-not-in-logs",
       "claims 480.0 s of training; train_seed1337.log:8 says 590.0 s"},
      {"TrainingRoundedUp",
       [](Docket& docket) { docket.submission.claims["training_time_seconds"] = "600"; },
       Status::pass, "consistent", "mean"},
      {"BoastsThatHold",
       [](Docket& docket) {
         docket.submission.claims["compliance"] =
             "{\"artifact_under_16mb\": true, \"train_under_600s\": true, "
             "\"eval_under_600s\": true, \"three_seeds\": true}";
       },
       Status::pass, "consistent", "mean"},
      {"ABoastIsNotContradictedByTheStepThatCrosses",
       [](Docket& docket) {
         docket.submission.claims["compliance"] = "{\"train_under_600s\": true}";
         docket.submission.logs[0].train_ms = 600'090;
       },
       Status::pass, "consistent", "mean"},
      {"TrainingBoast",
       [](Docket& docket) {
         docket.submission.claims["compliance"] = "{\"train_under_600s\": true}";
         docket.submission.logs[1].train_ms = 602'000;
       },
       Status::fail, "boast-contradicted",
       "/compliance/train_under_600s says training under 600 s; train_seed42.log:8 has 602.0 s"},
      {"EvaluationBoast",
       [](Docket& docket) {
         docket.submission.claims["compliance"] = "{\"eval_under_600s\": true}";
         docket.submission.logs[2].eval_ms = 700'000;
       },
       Status::fail, "boast-contradicted", "says evaluation under 600 s"},
      {"SizeBoast",
       [](Docket& docket) {
         docket.submission.claims["compliance"] = "{\"artifact_under_16mb\": true}";
         docket.submission.claims["bytes_total"] = "null";
         docket.submission.logs[0].model_bytes = 16'000'001;
       },
       Status::fail, "boast-contradicted", "has a model of 16,000,001 bytes"},
      {"SeedBoast",
       [](Docket& docket) {
         docket.submission.claims["compliance"] = "{\"three_seeds\": true}";
         docket.submission.logs.resize(1);
         docket.submission.claims["val_bpb"] = "1.1000";
       },
       Status::fail, "boast-contradicted", "the folder has the logs of 1 run"},
      {"ShortScriptBoasted",
       [](Docket& docket) {
         docket.submission.claims["blurb"] = "\"All of it under 1,500 lines.\"";
         docket.submission.script = std::string(1501, '\n');
       },
       Status::fail, "boast-contradicted", "train_gpt.py has 1,501"},
      {"NoScores",
       [](Docket& docket) {
         for (LogText& log : docket.submission.logs) {
           log.left_out = {"score"};
         }
       },
       Status::inconclusive, "no-score-in-logs", "no log has a line"},
      {"NoClaim", [](Docket& docket) { docket.submission.claims["val_bpb"] = "null"; },
       Status::not_run, "no-claim", "claims no score"},
      {"NoLogs", [](Docket& docket) { docket.submission.logs.clear(); }, Status::not_run, "no-log",
       "no train log"},
  };
  return kCases;
}

class ClaimLogConsistent : public testing::TestWithParam<CheckCase> {};

TEST_P(ClaimLogConsistent, FindsWhatTheCaseNames) {
  expect_case("claim.log-consistent", GetParam());
}

INSTANTIATE_TEST_SUITE_P(Cases, ClaimLogConsistent, testing::ValuesIn(cases()), case_name);

TEST(ClaimLogConsistentReasons, AreAllDriven) {
  expect_every_reason("claim.log-consistent", cases());
}

}  // namespace
}  // namespace pgolf_test
