// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <vector>

#include "tests/support/pull_request_builder.h"
#include "verifier/submission/defects.h"

#include <gtest/gtest.h>

namespace pgolf_test {
namespace {

using verifier::PullRequest;
using verifier::Stage;
using verifier::Status;

// What git shows besides the folder (rule B1).
std::vector<CheckCase> pull_request_cases() {
  return {
      {"OneFolderAndNothingElse", pull_request_with([](PullRequest&) {}), Status::pass, "complete",
       "6 files"},
      {"AnotherRecordFolder", pull_request_with([](PullRequest& pull_request) {
         pull_request.other_folders = {"records/track_10min_16mb/2026-03-27_Other"};
         pull_request.changed_outside = 3;
       }),
       Status::fail, "outside-folder",
       "changes 1 other record folder: records/track_10min_16mb/2026-03-27_Other"},
      {"RootScript", pull_request_with([](PullRequest& pull_request) {
         pull_request.root_scripts = {"train_gpt.py"};
       }),
       Status::fail, "outside-folder", "changes the repository's own train_gpt.py"},
      {"TwoHelperScriptsOutside", pull_request_with([](PullRequest& pull_request) {
         pull_request.code_outside = 2;
         pull_request.changed_outside = 2;
         pull_request.outside = {{"scripts/a.py", "added"}, {"scripts/b.py", "added"}};
       }),
       Status::pass, "complete", "2 files outside the folder in all: scripts/a.py, scripts/b.py"},
      {"AThirdOne",
       pull_request_with([](PullRequest& pull_request) { pull_request.code_outside = 3; }),
       Status::fail, "outside-folder", "3 code files outside"},
      {"LeaderboardRow", pull_request_with([](PullRequest& pull_request) {
         pull_request.changed_outside = 1;
         pull_request.outside = {{"README.md", "modified"}};
       }),
       Status::pass, "complete", "README.md"},
      {"SeveralFoldersAndWhyThisOne", pull_request_with([](PullRequest& pull_request) {
         pull_request.candidates.push_back("records/track_10min_16mb/2026-04-02_Other");
         pull_request.chosen_by = "of 2 folders the one that the last commit touched";
       }),
       Status::pass, "complete",
       "2026-04-01_Clean was judged, of 2 folders the one that the last commit touched"},
      {"InTheRoot",
       pull_request_with([](PullRequest& pull_request) { pull_request.folder.clear(); }),
       Status::fail, "wrong-place",
       "in the repository's root, expected records/track_10min_16mb/<name>"},
      {"BelowAnotherFolder", pull_request_with([](PullRequest& pull_request) {
         pull_request.folder = "records/track_10min_16mb/a/b";
       }),
       Status::fail, "wrong-place", "at records/track_10min_16mb/a/b"},
      {"MissingFileComesFirst",
       [](Docket& docket) {
         docket.submission.readme.reset();
         PullRequest pull_request = clean_pull_request();
         pull_request.root_scripts = {"train_gpt.py"};
         docket.evidence.pull_request = pull_request;
       },
       Status::fail, "missing-file", "README.md is missing; changes the repository's own"},
  };
}

std::vector<CheckCase> folder_cases() {
  return {
      {"Clean", [](Docket&) {}, Status::pass, "complete", "6 files"},
      {"NoReadme", [](Docket& docket) { docket.submission.readme.reset(); }, Status::fail,
       "missing-file", "README.md is missing"},
      {"ReadmeInSmallLetters",
       [](Docket& docket) {
         docket.submission.readme.reset();
         docket.submission.more_files["readme.md"] = "x";
       },
       Status::pass, "complete", ""},
      {"ReadmeWithAnotherName",
       [](Docket& docket) {
         docket.submission.readme.reset();
         docket.submission.more_files["V19_README.md"] = "x";
       },
       Status::pass, "complete", "V19_README.md stands in for README.md"},
      {"ReadmeBelow",
       [](Docket& docket) {
         docket.submission.readme.reset();
         docket.submission.more_files["docs/README.md"] = "x";
       },
       Status::fail, "missing-file", "README.md is missing"},
      {"ClaimWithAnotherName",
       [](Docket& docket) {
         docket.submission.has_submission_json = false;
         docket.submission.more_files["submission_ternary.json"] = "{\"val_bpb\": 1.1}";
       },
       Status::pass, "complete", "submission_ternary.json stands in for submission.json"},
      {"NoSubmissionJson", [](Docket& docket) { docket.submission.has_submission_json = false; },
       Status::fail, "missing-file", "submission.json is missing"},
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
      {"HardLink",
       [](Docket& docket) {
         docket.submission.defects = {
             {std::string(verifier::defect::kHardLink), {"train.log", 0, ""}, "is a hard link"}};
       },
       Status::pass, "complete", "train.log: is a hard link"},
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
      {"ObjectOfAnArtifactMissing",
       [](Docket& docket) {
         docket.submission.defects = {{std::string(verifier::defect::kObjectMissing),
                                       {"final.ptz", 0, ""},
                                       "the blob 1234 is not in the repository"}};
       },
       Status::not_run, "object-missing", "final.ptz: the blob 1234 is not in the repository"},
      {"ObjectOfTheReadmeMissing",
       [](Docket& docket) {
         docket.submission.readme.reset();
         docket.submission.defects = {
             {std::string(verifier::defect::kObjectMissing), {"README.md", 0, ""}, "blob"}};
       },
       Status::not_run, "object-missing", "README.md: blob"},
      {"ObjectMissingAndAFileTruly",
       [](Docket& docket) {
         docket.submission.readme.reset();
         docket.submission.defects = {
             {std::string(verifier::defect::kObjectMissing), {"final.ptz", 0, ""}, "blob"}};
       },
       Status::fail, "missing-file", "README.md is missing"},
  };
}

const std::vector<CheckCase>& cases() {
  static const std::vector<CheckCase> kCases = [] {
    std::vector<CheckCase> all = folder_cases();
    for (CheckCase& one : pull_request_cases()) {
      all.push_back(std::move(one));
    }
    return all;
  }();
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
