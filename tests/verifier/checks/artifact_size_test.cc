// SPDX-License-Identifier: Apache-2.0
#include <vector>

#include "tests/support/check_case.h"

#include <gtest/gtest.h>

namespace pgolf_test {
namespace {

using verifier::Status;

// Evidence of a packed entry point of so many bytes.
void packed_code(Docket& docket, std::uint64_t code_bytes) {
  verifier::SourceEvidence source;
  source.script = "train_gpt.py";
  source.layers = {"base85", "lzma"};
  source.code_bytes = code_bytes;
  docket.evidence.source = source;
}

std::vector<CheckCase> own_cases() {
  return {
      {"OneByteBelow", [](Docket& docket) { docket.submission.logs[0].model_bytes = 15'949'999; },
       Status::pass, "within-limit", "15,999,999 bytes; the cap is 16,000,000 (1 to spare)"},
      {"ExactlyTheCap", [](Docket& docket) { docket.submission.logs[0].model_bytes = 15'950'000; },
       Status::pass, "within-limit", "(0 to spare)"},
      {"OneByteAbove", [](Docket& docket) { docket.submission.logs[0].model_bytes = 15'950'001; },
       Status::fail, "over-limit",
       "train_seed1337.log:13: model and code take 16,000,001 bytes; the cap is 16,000,000 (over "
       "by 1)"},
      {"TheLargestRunDecides",
       [](Docket& docket) { docket.submission.logs[2].model_bytes = 17'000'000; }, Status::fail,
       "over-limit", "train_seed2025.log:13"},
      {"NamesTheClaim", [](Docket& docket) { docket.submission.logs[0].model_bytes = 17'000'000; },
       Status::fail, "over-limit", "submission.json:2 /bytes_total claims 15,050,000"},
      {"ClaimAboveTheCap",
       [](Docket& docket) { docket.submission.claims["bytes_total"] = "16000001"; }, Status::fail,
       "claim-over-limit", "claims 16,000,001 bytes"},
      {"OneSeedsClaimAboveTheCap",
       [](Docket& docket) {
         docket.submission.claims["seed_results"] =
             R"({"42": {"val_bpb": 1.1002, "artifact_bytes": 16600916}})";
       },
       Status::fail, "claim-over-limit", "claims 16,600,916 bytes"},
      {"TheLogCountsTheSourceBeforeItWasPacked",
       [](Docket& docket) {
         docket.submission.logs[0].model_bytes = 15'941'000;
         docket.submission.logs[0].code_bytes = 104'700;
         packed_code(docket, 24'600);
       },
       Status::pass, "within-limit-as-committed",
       "16,045,700 bytes; the cap is 16,000,000 (over by 45,700), counting the source before it "
       "was packed; with the code as committed (24,600 bytes) 15,965,600 bytes"},
      {"OverHoweverItIsCounted",
       [](Docket& docket) {
         docket.submission.logs[0].model_bytes = 15'980'000;
         docket.submission.logs[0].code_bytes = 104'700;
         packed_code(docket, 24'600);
       },
       Status::fail, "over-limit", "with the code as committed (24,600 bytes) 16,004,600 bytes"},
      {"ClaimAboveTheCapWithoutLogs",
       [](Docket& docket) {
         docket.submission.logs.clear();
         docket.submission.claims["bytes_total"] = "17000000";
       },
       Status::fail, "claim-over-limit", "claims 17,000,000 bytes"},
      {"BareTotalIsRawWeights",
       [](Docket& docket) {
         docket.submission.logs[0].more = {"Total submission size: 68050000 bytes"};
         docket.submission.logs[0].left_out = {"total", "model"};
       },
       Status::inconclusive, "total-partly-logged", "not every run"},
      {"NoTotals",
       [](Docket& docket) {
         for (LogText& log : docket.submission.logs) {
           log.left_out = {"total"};
         }
       },
       Status::inconclusive, "total-not-logged", "no run logs"},
      {"OneRunWithoutATotal",
       [](Docket& docket) { docket.submission.logs[1].left_out = {"total"}; }, Status::inconclusive,
       "total-partly-logged", "not every run"},
      {"OverTheCapAlthoughOneRunIsSilent",
       [](Docket& docket) {
         docket.submission.logs[1].left_out = {"total"};
         docket.submission.logs[0].model_bytes = 17'000'000;
       },
       Status::fail, "over-limit", "17,050,000"},
  };
}

const std::vector<CheckCase>& cases() {
  static const std::vector<CheckCase> kCases = with_more(own_cases(), cases_without_logs());
  return kCases;
}

class ArtifactSize : public testing::TestWithParam<CheckCase> {};

TEST_P(ArtifactSize, FindsWhatTheCaseNames) {
  expect_case("artifact.size", GetParam());
}

INSTANTIATE_TEST_SUITE_P(Cases, ArtifactSize, testing::ValuesIn(cases()), case_name);

TEST(ArtifactSizeReasons, AreAllDriven) {
  expect_every_reason("artifact.size", cases());
}

}  // namespace
}  // namespace pgolf_test
