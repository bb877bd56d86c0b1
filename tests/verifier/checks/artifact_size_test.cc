// SPDX-License-Identifier: Apache-2.0
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
      {"NoLogs", [](Docket& docket) { docket.submission.logs.clear(); }, Status::not_run, "no-log",
       "no train log"},
      {"NoLogsAndASmokeRerun",
       [](Docket& docket) {
         docket.submission.logs.clear();
         docket.stage = Stage::rerun;
         docket.evidence = honest_rerun();
       },
       Status::not_run, "not-full-scale", "smoke profile"},
  };
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
