// SPDX-License-Identifier: Apache-2.0
#include <vector>

#include "tests/support/check_case.h"

#include <gtest/gtest.h>

namespace pgolf_test {
namespace {

using verifier::Status;

const std::vector<CheckCase>& cases() {
  static const std::vector<CheckCase> kCases = {
      {"NoMarks",
       [](Docket& docket) {
         docket.submission.logs[0].more = {
             "train_loader:dataset:fineweb10B_sp1024 train_shards:80"};
       },
       Status::pass, "no-marks", "3 runs without the known marks"},
      {"TheShardCountOfALocalPreparation",
       [](Docket& docket) {
         docket.submission.logs[0].more = {
             "train_loader:dataset:fineweb10B_sp8192 train_shards:1499"};
       },
       Status::inconclusive, "marked", "train_seed1337.log:14: train_shards:1499"},
      {"NoLogs", [](Docket& docket) { docket.submission.logs.clear(); }, Status::not_run, "no-log",
       "no train log"},
  };
  return kCases;
}

class DataOverlap : public testing::TestWithParam<CheckCase> {};

TEST_P(DataOverlap, FindsWhatTheCaseNames) {
  expect_case("data.overlap", GetParam());
}

INSTANTIATE_TEST_SUITE_P(Cases, DataOverlap, testing::ValuesIn(cases()), case_name);

TEST(DataOverlapReasons, AreAllDriven) {
  expect_every_reason("data.overlap", cases());
}

}  // namespace
}  // namespace pgolf_test
