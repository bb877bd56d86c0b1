// SPDX-License-Identifier: Apache-2.0
// Pull requests of repositories that the git program made: where the head left the branch, which
// folder it submits, and what else it changes (submission-formats.md section 1, rules B1, C5).
#include "verifier/gather/git_pull_request.h"

#include <algorithm>
#include <string>
#include <vector>

#include "tests/support/git_builder.h"

#include <gtest/gtest.h>

namespace pgolf_test {
namespace {

using verifier::GitHistory;
using verifier::GitQuestion;
using verifier::GitRepository;
using verifier::GitSubmission;
using verifier::PullRequest;
using verifier::Result;

constexpr char kMain[] = "refs/heads/main";
constexpr char kHead[] = "refs/pull/7/head";
const std::string kOld = "records/track_10min_16mb/2026-03-17_Old";
const std::string kNew = "records/track_10min_16mb/2026-04-01_New";
const std::string kOther = "records/track_non_record_16mb/2026-04-02_Other";

class GitPullRequest : public testing::Test {
 protected:
  // A branch with a root script, a README and one earlier record.
  GitPullRequest() {
    std::vector<GitFile> files = submission_files(kOld);
    files.push_back({"train_gpt.py", "root\n"});
    files.push_back({"README.md", "board\n"});
    start_ = git_.commit({kMain, "2026-03-18", {}, files});
  }

  Result<GitSubmission> read(const GitQuestion& question = {7, "", ""},
                             const std::string& base = "") {
    if (path_.empty()) {
      path_ = git_.finish();
    }
    const auto repository = GitRepository::open(path_);
    if (!repository.ok()) {
      return repository.failure();
    }
    const auto history = GitHistory::open(repository.value(), base);
    return history.ok() ? read_pull_request(history.value(), question)
                        : Result<GitSubmission>(history.failure());
  }

  PullRequest pull_request() { return read().value().pull_request; }

  GitBuilder git_;
  std::filesystem::path path_;
  int start_ = 0;
};

std::vector<std::string> paths_of(const GitSubmission& submission) {
  std::vector<std::string> paths;
  for (const auto& file : submission.source.files) {
    paths.push_back(file.path + " " + file.mode);
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

std::vector<GitFile> both(std::vector<GitFile> one, const std::vector<GitFile>& other) {
  one.insert(one.end(), other.begin(), other.end());
  return one;
}

TEST_F(GitPullRequest, OneNewFolder) {
  git_.commit({kHead, "2026-04-01", {start_}, submission_files(kNew)});
  const GitSubmission submission = read().value();
  EXPECT_EQ(submission.source.name, "2026-04-01_New");
  EXPECT_EQ(submission.source.location, kNew);
  EXPECT_EQ(paths_of(submission),
            (std::vector<std::string>{"README.md 100644", "submission.json 100644",
                                      "train_gpt.py 100644", "train_seed1.log 100644"}));
  const PullRequest& pull_request = submission.pull_request;
  EXPECT_EQ(pull_request.head, git_.ask("rev-parse refs/pull/7/head"));
  EXPECT_EQ(pull_request.base, git_.ask("rev-parse main"));
  EXPECT_EQ(pull_request.folder_tree, git_.ask("rev-parse refs/pull/7/head:" + kNew));
  EXPECT_EQ(pull_request.changed_files, 4U);
  EXPECT_EQ(pull_request.changed_outside, 0U);
  EXPECT_EQ(pull_request.commits, 1U);
  EXPECT_EQ(pull_request.created_utc, "2026-04-01T12:00:00Z");
  EXPECT_NE(pull_request.chosen_by.find("the only record folder"), std::string::npos);
}

TEST_F(GitPullRequest, BytesAreThoseOfTheBlob) {
  git_.commit({kHead, "2026-04-01", {start_}, submission_files(kNew)});
  const GitSubmission submission = read().value();
  const auto& files = submission.source.files;
  const auto claim = std::find_if(files.begin(), files.end(),
                                  [](const auto& file) { return file.path == "submission.json"; });
  ASSERT_NE(claim, files.end());
  EXPECT_EQ(claim->bytes, "{\"val_bpb\": 1.2}\n");
}

TEST_F(GitPullRequest, BaseIsWhereTheHeadLeftTheBranch) {
  git_.commit({kHead, "2026-04-01", {start_}, submission_files(kNew)});
  git_.commit({kMain, "2026-04-02", {start_}, submission_files(kOther)});
  const PullRequest pull_request = this->pull_request();
  EXPECT_EQ(pull_request.base, git_.ask("rev-parse main~1"));
  EXPECT_EQ(pull_request.changed_files, 4U);
  EXPECT_TRUE(pull_request.other_folders.empty());
}

TEST_F(GitPullRequest, BranchMergedIntoTheHeadIsNotThePullRequestsOwn) {
  const int own = git_.commit({kHead, "2026-04-01", {start_}, submission_files(kNew)});
  const int main = git_.commit({kMain, "2026-04-02", {start_}, submission_files(kOther)});
  git_.commit({kHead, "2026-04-03", {own, main}, submission_files(kOther)});
  const PullRequest pull_request = this->pull_request();
  EXPECT_EQ(pull_request.base, git_.ask("rev-parse main"));
  EXPECT_EQ(pull_request.folder, kNew);
  EXPECT_EQ(pull_request.changed_files, 4U);
  EXPECT_EQ(pull_request.commits, 2U);
}

TEST_F(GitPullRequest, HeadThatWasMergedByAMergeCommit) {
  const int own = git_.commit({kHead, "2026-04-01", {start_}, submission_files(kNew)});
  const int before = git_.commit({kMain, "2026-04-02", {start_}, {{"README.md", "row\n"}}});
  const int merge = git_.commit({kMain, "2026-04-03", {before, own}, submission_files(kNew)});
  git_.commit({kMain, "2026-04-04", {merge}, {{"README.md", "another row\n"}}});
  const PullRequest pull_request = this->pull_request();
  EXPECT_TRUE(pull_request.merged);
  EXPECT_EQ(pull_request.base, git_.ask("rev-parse main~3"));
  EXPECT_EQ(pull_request.folder, kNew);
  EXPECT_EQ(pull_request.changed_files, 4U);
}

TEST_F(GitPullRequest, HeadThatIsACommitOfTheBranchItself) {
  git_.commit({kMain, "2026-04-01", {start_}, submission_files(kNew)});
  path_ = git_.finish();
  const PullRequest pull_request = read({0, "main", ""}).value().pull_request;
  EXPECT_TRUE(pull_request.merged);
  EXPECT_EQ(pull_request.folder, kNew);
  EXPECT_EQ(pull_request.number, 0U);
}

TEST_F(GitPullRequest, WithoutACommonHistoryOnlyWhatIsNewCounts) {
  git_.commit({kHead, "2026-04-01", {}, both(submission_files(kNew), {{"README.md", "fork\n"}})});
  const PullRequest pull_request = this->pull_request();
  EXPECT_EQ(pull_request.base, "");
  EXPECT_EQ(pull_request.folder, kNew);
  EXPECT_EQ(pull_request.changed_files, 4U);
}

TEST_F(GitPullRequest, OfSeveralFoldersTheOneTheLastCommitTouched) {
  const int first = git_.commit({kHead, "2026-04-02", {start_}, submission_files(kOther)});
  const int second = git_.commit({kHead, "2026-04-03", {first}, submission_files(kNew)});
  git_.commit({kHead, "2026-04-04", {second}, {{"notes.md"}}});
  const PullRequest pull_request = this->pull_request();
  EXPECT_EQ(pull_request.folder, kNew);
  EXPECT_EQ(pull_request.candidates, (std::vector<std::string>{kNew, kOther}));
  EXPECT_EQ(pull_request.chosen_by, "of 2 folders the one that the last commit touched");
  EXPECT_EQ(pull_request.other_folders, std::vector<std::string>{kOther});
}

TEST_F(GitPullRequest, AmbiguousFoldersAreSaidToBe) {
  git_.commit(
      {kHead, "2026-04-02", {start_}, both(submission_files(kNew), submission_files(kOther))});
  const PullRequest pull_request = this->pull_request();
  EXPECT_EQ(pull_request.folder, kOther);
  EXPECT_EQ(pull_request.chosen_by.find("ambiguous: of 2 folders"), 0U) << pull_request.chosen_by;
}

TEST_F(GitPullRequest, AFolderThatIsNamedIsTaken) {
  git_.commit(
      {kHead, "2026-04-02", {start_}, both(submission_files(kNew), submission_files(kOther))});
  const PullRequest pull_request = read({7, "", kNew}).value().pull_request;
  EXPECT_EQ(pull_request.folder, kNew);
  EXPECT_EQ(pull_request.chosen_by, "named on the command line");
}

TEST_F(GitPullRequest, ANewFolderComesBeforeAnEditedOne) {
  git_.commit({kHead,
               "2026-04-02",
               {start_},
               both(submission_files(kNew), {{kOld + "/README.md", "edited\n"}})});
  const PullRequest pull_request = this->pull_request();
  EXPECT_EQ(pull_request.folder, kNew);
  EXPECT_EQ(pull_request.candidates, std::vector<std::string>{kNew});
  EXPECT_EQ(pull_request.other_folders, std::vector<std::string>{kOld});
}

TEST_F(GitPullRequest, WhatLiesOutsideIsSorted) {
  git_.commit({kHead,
               "2026-04-02",
               {start_},
               both(submission_files(kNew), {{"train_gpt.py", "changed\n"},
                                             {"README.md", "row\n"},
                                             {"tools/a.sh"},
                                             {"tools/b.py"},
                                             {kOld + "/train_gpt.py", "", ""}})});
  const PullRequest pull_request = this->pull_request();
  EXPECT_EQ(pull_request.changed_files, 9U);
  EXPECT_EQ(pull_request.changed_outside, 5U);
  EXPECT_EQ(pull_request.code_outside, 2U);
  EXPECT_EQ(pull_request.root_scripts, std::vector<std::string>{"train_gpt.py"});
  EXPECT_EQ(pull_request.other_folders, std::vector<std::string>{kOld});
  ASSERT_EQ(pull_request.outside.size(), 5U);
  EXPECT_EQ(pull_request.outside[1].path, kOld + "/train_gpt.py");
  EXPECT_EQ(pull_request.outside[1].how, "deleted");
}

TEST_F(GitPullRequest, WithoutAFolderNothingIsSubmitted) {
  git_.commit({kHead, "2026-04-02", {start_}, {{"README.md", "typo\n"}, {"docs/a.md"}}});
  const GitSubmission submission = read().value();
  EXPECT_FALSE(submission.pull_request.has_folder);
  EXPECT_TRUE(submission.source.files.empty());
  EXPECT_TRUE(submission.source.defects.empty());
  EXPECT_EQ(submission.pull_request.chosen_by.find("2 changed files, and none"), 0U);
}

TEST_F(GitPullRequest, EmptyTree) {
  git_.commit({kHead, "2026-04-02", {}, {}});
  const GitSubmission submission = read().value();
  EXPECT_FALSE(submission.pull_request.has_folder);
  EXPECT_EQ(submission.pull_request.changed_files, 0U);
}

TEST_F(GitPullRequest, RootScriptIsTheSubmissionWhereThereIsNoOther) {
  git_.commit({kHead, "2026-04-02", {start_}, {{"train_gpt.py", "mine\n"}, {"run.sh"}}});
  const GitSubmission submission = read().value();
  EXPECT_TRUE(submission.pull_request.has_folder);
  EXPECT_EQ(submission.pull_request.folder, "");
  EXPECT_EQ(submission.source.name, "pr-7");
  EXPECT_EQ(paths_of(submission),
            (std::vector<std::string>{"run.sh 100644", "train_gpt.py 100644"}));
}

TEST_F(GitPullRequest, MergedRootScriptIsUpkeep) {
  const int own = git_.commit({kHead, "2026-04-02", {start_}, {{"train_gpt.py", "repair\n"}}});
  git_.commit({kMain, "2026-04-03", {start_, own}, {{"train_gpt.py", "repair\n"}}});
  EXPECT_FALSE(pull_request().has_folder);
}

TEST_F(GitPullRequest, RemovedRecordsAreNoSubmission) {
  git_.commit({kHead,
               "2026-04-02",
               {start_},
               {{"train_gpt.py", "mine\n"}, {kOld + "/train_gpt.py", "", ""}}});
  EXPECT_FALSE(pull_request().has_folder);
}

TEST_F(GitPullRequest, LandingsOfCodeLogsAndScore) {
  const int code =
      git_.commit({kHead, "2026-04-01", {start_}, {{kNew + "/train_gpt.py", "print(1)\n"}}});
  const int logs = git_.commit({kHead, "2026-04-02", {code}, {{kNew + "/train_seed1.log"}}});
  const int score = git_.commit({kHead, "2026-04-03", {logs}, {{kNew + "/submission.json", "{}"}}});
  git_.commit({kHead, "2026-04-05", {score}, {{kNew + "/submission.json", "{ }"}}});
  const PullRequest pull_request = this->pull_request();
  EXPECT_EQ(pull_request.code->first_utc, "2026-04-01T12:00:00Z");
  EXPECT_EQ(pull_request.code->last_utc, "2026-04-01T12:00:00Z");
  EXPECT_EQ(pull_request.logs->first_utc, "2026-04-02T12:00:00Z");
  EXPECT_EQ(pull_request.score->first_utc, "2026-04-03T12:00:00Z");
  EXPECT_EQ(pull_request.score->last_utc, "2026-04-05T12:00:00Z");
  EXPECT_EQ(pull_request.score->last_commit, pull_request.head);
}

TEST_F(GitPullRequest, CreatedWhenTheFolderWasFirstTouched) {
  const int scratch = git_.commit({kHead, "2026-03-20", {start_}, {{"notes.md"}}});
  git_.commit({kHead, "2026-04-01", {scratch}, submission_files(kNew)});
  EXPECT_EQ(pull_request().created_utc, "2026-04-01T12:00:00Z");
}

TEST_F(GitPullRequest, AnotherBase) {
  const int first =
      git_.commit({"refs/heads/stack", "2026-04-01", {start_}, submission_files(kOther)});
  git_.commit({kHead, "2026-04-02", {first}, submission_files(kNew)});
  path_ = git_.finish();
  EXPECT_EQ(read({7, "", ""}, "stack").value().pull_request.changed_files, 4U);
  EXPECT_EQ(read().value().pull_request.changed_files, 8U);
}

TEST_F(GitPullRequest, WrongQuestionsAreTheUsersFault) {
  git_.commit({kHead, "2026-04-02", {start_}, submission_files(kNew)});
  path_ = git_.finish();
  for (const GitQuestion& question :
       {GitQuestion{8, "", ""}, GitQuestion{0, "no-such", ""}, GitQuestion{7, "", "records/none"},
        GitQuestion{7, "", kNew + "/README.md"}}) {
    const auto answer = read(question);
    ASSERT_FALSE(answer.ok());
    EXPECT_EQ(answer.failure().kind, verifier::ErrorKind::usage) << answer.failure().message;
  }
  EXPECT_EQ(read({7, "", ""}, "no-such").failure().kind, verifier::ErrorKind::usage);
  EXPECT_EQ(GitRepository::open(path_ / "refs").failure().kind, verifier::ErrorKind::usage);
}

TEST_F(GitPullRequest, NumbersOfAllPullRequests) {
  git_.commit({"refs/pull/12/head", "2026-04-02", {start_}, {{"a"}}});
  git_.commit({kHead, "2026-04-02", {start_}, {{"a"}}});
  git_.commit({"refs/pull/7/merge", "2026-04-02", {start_}, {{"b"}}});
  path_ = git_.finish();
  EXPECT_EQ(GitRepository::open(path_).value().pull_requests().value(),
            (std::vector<std::uint64_t>{7, 12}));
}

}  // namespace
}  // namespace pgolf_test
