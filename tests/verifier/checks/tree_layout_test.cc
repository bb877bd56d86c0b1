// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <vector>

#include "tests/support/check_case.h"
#include "verifier/submission/defects.h"

#include <gtest/gtest.h>

namespace pgolf_test {
namespace {

using verifier::Stage;
using verifier::Status;

const std::vector<CheckCase>& cases() {
  static const std::vector<CheckCase> kCases = {
      {"Clean", [](Docket&) {}, Status::pass, "complete", "6 files"},
      {"NoReadme", [](Docket& docket) { docket.submission.readme.reset(); }, Status::fail,
       "missing-file", "README.md is missing"},
      {"ReadmeInSmallLetters",
       [](Docket& docket) {
         docket.submission.readme.reset();
         docket.submission.more_files["readme.md"] = "x";
       },
       Status::pass, "complete", ""},
      {"NoScript", [](Docket& docket) { docket.submission.script.reset(); }, Status::fail,
       "missing-file", "train_gpt.py is missing"},
      {"AnotherScriptWillDo",
       [](Docket& docket) {
         docket.submission.script.reset();
         docket.submission.more_files["train_gdn.py"] = "x";
       },
       Status::pass, "complete", ""},
      {"NoLog", [](Docket& docket) { docket.submission.logs.clear(); }, Status::fail,
       "missing-file", "a train log is missing"},
      {"EmptyLog",
       [](Docket& docket) {
         docket.submission.logs.clear();
         docket.submission.more_files["train_seed1.log"] = "";
       },
       Status::fail, "missing-file",
       "a train log (train_seed1.log: an empty file where a train log was expected) is missing"},
      {"BinaryLog",
       [](Docket& docket) {
         docket.submission.logs.clear();
         docket.submission.more_files["train.log"] = std::string(
             "\x7f"
             "ELF\0\0",
             6);
       },
       Status::fail, "missing-file", "binary data where a train log was expected"},
      {"Link",
       [](Docket& docket) {
         docket.submission.defects = {
             {std::string(verifier::defect::kNotRegular), {"data", 0, ""}, "is a symbolic link"}};
       },
       Status::fail, "odd-entry", "data: is a symbolic link"},
      {"NameOutsideAscii",
       [](Docket& docket) { docket.submission.more_files["caf\xC3\xA9.txt"] = "x"; }, Status::fail,
       "odd-entry", "the path has the byte 0xc3"},
      {"NamesThatDifferByCase",
       [](Docket& docket) {
         docket.submission.more_files["Notes.md"] = "x";
         docket.submission.more_files["notes.md"] = "x";
       },
       Status::fail, "odd-entry", "differs from \"Notes.md\" by letter case alone"},
      {"NamedByTheRulesFile",
       [](Docket& docket) {
         docket.submission = empty_submission();
         docket.submission.name = "806";
         docket.submission.more_files["recipe.json"] = "{}";
         docket.submission.more_files["README.md"] = "x";
       },
       Status::not_run, "not-applicable", "recipe.json"},
      {"AnotherFolderWithARecipe",
       [](Docket& docket) {
         docket.submission = empty_submission();
         docket.submission.name = "807";
         docket.submission.more_files["recipe.json"] = "{}";
       },
       Status::fail, "missing-file", "train_gpt.py is missing"},
      {"TheNameAloneExemptsNothing",
       [](Docket& docket) {
         docket.submission.name = "806";
         docket.submission.readme.reset();
       },
       Status::fail, "missing-file", "README.md"},
  };
  return kCases;
}

class TreeLayout : public testing::TestWithParam<CheckCase> {};

TEST_P(TreeLayout, FindsWhatTheCaseNames) {
  expect_case("tree.layout", GetParam());
}

INSTANTIATE_TEST_SUITE_P(Cases, TreeLayout, testing::ValuesIn(cases()), case_name);

TEST(TreeLayoutReasons, AreAllDriven) {
  expect_every_reason("tree.layout", cases());
}

}  // namespace
}  // namespace pgolf_test
