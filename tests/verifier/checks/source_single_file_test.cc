// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <vector>

#include "tests/support/source_builder.h"

#include <gtest/gtest.h>

namespace pgolf_test {
namespace {

using verifier::Status;

std::vector<CheckCase> own_cases() {
  return {
      {"OneFile", [](Docket& docket) { put_source(docket, plain_source()); }, Status::pass,
       "one-file", "loads no other file of the folder: 50,000 bytes of code"},
      {"AHelper",
       [](Docket& docket) {
         verifier::SourceEvidence& source = put_source(docket, plain_source());
         source.helpers = {{"sidecar.py", 80'055, "import", {"train_gpt.py", 3}}};
         source.code_bytes = 130'055;
       },
       Status::inconclusive, "helper-files",
       "sidecar.py (import at train_gpt.py:3, 80,055 bytes); alone it is 50,000 bytes, with them "
       "130,055 bytes"},
      {"AHelperOfAnUnreadScript",
       [](Docket& docket) {
         put_source(docket, unreadable_source()).helpers = {
             {"sidecar.py", 1, "import", {"train_gpt.py", 3}}};
       },
       Status::inconclusive, "helper-files", "1 file of the folder"},
      {"ManyHelpers",
       [](Docket& docket) {
         verifier::SourceEvidence& source = put_source(docket, plain_source());
         for (int i = 0; i < 10; ++i) {
           source.helpers.push_back({"h" + std::to_string(i) + ".py", 1, "import", {"t.py", 1}});
         }
       },
       Status::inconclusive, "helper-files", "; and 2 more"},
  };
}

const std::vector<CheckCase>& cases() {
  static const std::vector<CheckCase> kCases = with_more(own_cases(), cases_without_source());
  return kCases;
}

class SourceSingleFile : public testing::TestWithParam<CheckCase> {};

TEST_P(SourceSingleFile, FindsWhatTheCaseNames) {
  expect_case("source.single-file", GetParam());
}

INSTANTIATE_TEST_SUITE_P(Cases, SourceSingleFile, testing::ValuesIn(cases()), case_name);

TEST(SourceSingleFileReasons, AreAllDriven) {
  expect_every_reason("source.single-file", cases());
}

// Which files count is not settled by the rule's text: both readings are printed.
TEST(SourceSingleFile, SaysThatTheRuleIsUnsettled) {
  Docket docket;
  put_source(docket, plain_source());
  EXPECT_NE(find("source.single-file", docket).unsettled, "");
}

}  // namespace
}  // namespace pgolf_test
