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
      {"Clean", [](Docket&) {}, Status::pass, "claims-score",
       "submission.json:6 /val_bpb: claims val_bpb 1.1002"},
      {"NumberInAString",
       [](Docket& docket) { docket.submission.claims["val_bpb"] = "\"~1.1002\""; }, Status::pass,
       "claims-score", "1.1002"},
      {"MeanUnderAnotherName",
       [](Docket& docket) {
         docket.submission.claims["val_bpb"] = "";
         docket.submission.claims["mean_val_bpb"] = "1.1002";
       },
       Status::pass, "claims-score", "/mean_val_bpb"},
      {"NoFile", [](Docket& docket) { docket.submission.has_submission_json = false; },
       Status::fail, "no-submission-json", "submission.json is missing"},
      {"Pending", [](Docket& docket) { docket.submission.claims["val_bpb"] = "\"pending\""; },
       Status::fail, "no-claim", "val_bpb is no number"},
      {"Null", [](Docket& docket) { docket.submission.claims["val_bpb"] = "null"; }, Status::fail,
       "no-claim", "val_bpb is no number"},
      {"MissingComma",
       [](Docket& docket) {
         docket.submission.submission_json = "{\"val_bpb\": 1.1\n \"name\": 1}";
       },
       Status::fail, "not-json", "submission.json:2:2: not JSON"},
      {"ShellScript",
       [](Docket& docket) {
         docket.submission.submission_json = "cat > submission.json <<'EOF'\n{}\nEOF\n";
       },
       Status::fail, "not-json", "submission.json:1:1: not JSON"},
      {"KeyTwice",
       [](Docket& docket) {
         docket.submission.submission_json = "{\"val_bpb\": 1.1,\n\"val_bpb\": 0.9}";
       },
       Status::fail, "not-json", "stands twice"},
      {"List", [](Docket& docket) { docket.submission.submission_json = "[1]"; }, Status::fail,
       "not-an-object", "submission.json:1: the value is no object, but array"},
      {"ControlCharacters",
       [](Docket& docket) { docket.submission.submission_json = "{\"\x1b[2J\": 1 1}"; },
       Status::fail, "not-json", "not JSON"},
  };
  return kCases;
}

class TreeSchema : public testing::TestWithParam<CheckCase> {};

TEST_P(TreeSchema, FindsWhatTheCaseNames) {
  expect_case("tree.schema", GetParam());
}

INSTANTIATE_TEST_SUITE_P(Cases, TreeSchema, testing::ValuesIn(cases()), case_name);

TEST(TreeSchemaReasons, AreAllDriven) {
  expect_every_reason("tree.schema", cases());
}

}  // namespace
}  // namespace pgolf_test
