// SPDX-License-Identifier: Apache-2.0
// Each code of submission-formats.md section 4, from a clean submission and one change to it.
#include "verifier/submission/consistency.h"

#include <functional>
#include <set>
#include <string>

#include "tests/support/submission_builder.h"

#include <gtest/gtest.h>

namespace pgolf_test {
namespace {

struct Change {
  std::string code;
  std::function<void(SubmissionBuilder&)> change;
};

void PrintTo(const Change& change, std::ostream* out) {  // NOLINT: GoogleTest's own name
  *out << change.code;
}

std::set<std::string> codes_of(const SubmissionBuilder& builder) {
  const verifier::SubmissionSource source = builder.source();
  const verifier::Submission submission = verifier::read_submission(source);
  std::set<std::string> codes;
  for (const auto& issue :
       verifier::find_issues(source, submission, verifier::facts_of(submission))) {
    codes.insert(issue.code);
  }
  return codes;
}

TEST(Consistency, ACleanSubmissionHasNoDoubtfulScore) {
  for (const std::string& code : codes_of(SubmissionBuilder())) {
    // Its logs are all of one size, and its script is a line.
    EXPECT_TRUE(code == "CODE_SIZE_MISMATCH" || code == "SCRIPT_IS_A_STUB" ||
                code == "SAME_ARTIFACT_SIZE_ACROSS_SEEDS")
        << code;
  }
}

class ConsistencyCode : public testing::TestWithParam<Change> {};

TEST_P(ConsistencyCode, IsGivenForItsChangeAlone) {
  EXPECT_EQ(codes_of(SubmissionBuilder()).count(GetParam().code), 0U);
  SubmissionBuilder builder;
  GetParam().change(builder);
  EXPECT_EQ(codes_of(builder).count(GetParam().code), 1U);
}

INSTANTIATE_TEST_SUITE_P(
    Rows, ConsistencyCode,
    testing::Values(
        Change{"MISSING_README", [](SubmissionBuilder& b) { b.readme.reset(); }},
        Change{"MISSING_SUBMISSION_JSON",
               [](SubmissionBuilder& b) { b.has_submission_json = false; }},
        Change{"MISSING_TRAIN_GPT", [](SubmissionBuilder& b) { b.script.reset(); }},
        Change{"MISSING_LOG", [](SubmissionBuilder& b) { b.logs.clear(); }},
        Change{"JSON_INVALID", [](SubmissionBuilder& b) { b.submission_json = "{,}"; }},
        Change{"NO_NUMERIC_CLAIM", [](SubmissionBuilder& b) { b.claims["val_bpb"] = "null"; }},
        Change{"NO_FINAL_SCORE_IN_LOGS",
               [](SubmissionBuilder& b) {
                 for (LogText& log : b.logs) {
                   log.left_out = {"score"};
                 }
               }},
        Change{"CLAIM_NOT_IN_LOGS", [](SubmissionBuilder& b) { b.claims["val_bpb"] = "1.0512"; }},
        Change{"CLAIM_IS_ONE_RUN", [](SubmissionBuilder& b) { b.claims["val_bpb"] = "1.1004"; }},
        Change{"CLAIM_IS_TRAINING_VAL",
               [](SubmissionBuilder& b) { b.claims["val_bpb"] = "1.1253"; }},
        Change{"CLAIM_OTHER_METRIC",
               [](SubmissionBuilder& b) {
                 b.claims["val_bpb"] = "1.0731";
                 b.logs[0].more = {"final_ttt val_loss:1.8119 val_bpb:1.0731"};
               }},
        Change{"CLAIM_ROUNDING", [](SubmissionBuilder& b) { b.claims["val_bpb"] = "1.10021"; }},
        Change{"SEED_SCORE_MISMATCH",
               [](SubmissionBuilder& b) { b.claims["seed_results"] = "{\"42\": 1.0902}"; }},
        Change{"JSON_MEAN_MISMATCH",
               [](SubmissionBuilder& b) {
                 b.claims["seed_results"] = "{\"42\": 1.3, \"1337\": 1.4}";
               }},
        Change{"STD_MISMATCH", [](SubmissionBuilder& b) { b.claims["val_bpb_std"] = "0.0009"; }},
        Change{"BYTES_TOTAL_MISMATCH",
               [](SubmissionBuilder& b) { b.claims["bytes_total"] = "15050001"; }},
        Change{"OVER_CAP_CLAIMED",
               [](SubmissionBuilder& b) { b.claims["bytes_total"] = "16000001"; }},
        Change{"OVER_CAP_LOGGED", [](SubmissionBuilder& b) { b.logs[0].model_bytes = 15'950'001; }},
        Change{"LINES_OVER_1500", [](SubmissionBuilder& b) { b.script = std::string(1501, '\n'); }},
        Change{"TRAIN_OVER_600S", [](SubmissionBuilder& b) { b.logs[0].train_ms = 601'001; }},
        Change{"TRAIN_OVER_600S_LE_1S", [](SubmissionBuilder& b) { b.logs[0].train_ms = 600'001; }},
        Change{"EVAL_OVER_600S", [](SubmissionBuilder& b) { b.logs[0].eval_ms = 600'001; }},
        Change{"SEEDS_LT_3", [](SubmissionBuilder& b) { b.logs.resize(2); }},
        Change{"SEED_NAME_VS_LOG",
               [](SubmissionBuilder& b) { b.logs[0].path = "train_seed99.log"; }},
        Change{"PARTIAL_VALIDATION", [](SubmissionBuilder& b) { b.logs[0].val_tokens = 64'512; }},
        Change{"IMPLIED_VAL_BYTES_OFF",
               [](SubmissionBuilder& b) { b.logs[0].val_loss = "1.92847248"; }},
        Change{"BPB_LOSS_RATIO_DIFFERS",
               [](SubmissionBuilder& b) { b.logs[0].val_loss = "1.92847248"; }},
        Change{"CALIBRATES_ON_VAL",
               [](SubmissionBuilder& b) {
                 b.logs[0].calibration = "gptq:collecting hessians batches=64 source=val";
               }}),
    [](const auto& row) { return row.param.code; });

}  // namespace
}  // namespace pgolf_test
