// SPDX-License-Identifier: Apache-2.0
#include <filesystem>
#include <string>

#include "tests/support/git_builder.h"
#include "verifier/gather/git_pull_request.h"

#include <gtest/gtest.h>

namespace pgolf_test {
namespace {

using verifier::GitHistory;
using verifier::GitRepository;

// F-12 on the way to the folder: a commit or a tree that the repository lacks.
class MissingObjects : public testing::Test {
 protected:
  MissingObjects() {
    const int start = git_.commit({"refs/heads/main", "2026-03-18", {}, {{"README.md"}}});
    git_.commit({"refs/pull/7/head",
                 "2026-04-01",
                 {start},
                 submission_files("records/track_10min_16mb/X")});
    path_ = git_.finish();
  }

  void expect_missing(const std::string& what) {
    const std::string id = git_.ask("rev-parse " + what);
    ASSERT_TRUE(std::filesystem::remove(git_.object(id)));
    const auto repository = GitRepository::open(path_);
    const auto history = GitHistory::open(repository.value(), "");
    const auto read = read_pull_request(history.value(), {7, "", ""});
    ASSERT_FALSE(read.ok());
    EXPECT_EQ(read.failure().reason, "object-missing") << read.failure().message;
    EXPECT_NE(read.failure().message.find(id), std::string::npos) << read.failure().message;
    EXPECT_EQ(read.failure().kind, verifier::ErrorKind::resource_absent);
  }

  GitBuilder git_;
  std::filesystem::path path_;
};

TEST_F(MissingObjects, Head) {
  expect_missing("refs/pull/7/head");
}

TEST_F(MissingObjects, RootTree) {
  expect_missing("refs/pull/7/head:");
}

TEST_F(MissingObjects, TreeOfTheTrack) {
  expect_missing("refs/pull/7/head:records/track_10min_16mb");
}

TEST(GitRepositories, AFolderWithDotGitWillDo) {
  const TemporaryFolder folder;
  GitBuilder git;
  git.commit({"refs/heads/main", "2026-03-18", {}, {{"a"}}});
  std::filesystem::rename(git.finish(), folder / ".git");
  EXPECT_TRUE(GitRepository::open(folder.path()).ok());
}

TEST(GitRepositories, MainBranchIsWhatHeadNamesWhereThereIsNoMain) {
  GitBuilder git;
  git.commit({"refs/heads/trunk", "2026-03-18", {}, {{"a"}}});
  const std::filesystem::path path = git.finish();
  EXPECT_EQ(GitRepository::open(path).value().main_branch().failure().reason, "no-ref");
  git.ask("symbolic-ref HEAD refs/heads/trunk");
  EXPECT_EQ(GitRepository::open(path).value().main_branch().value(), "refs/heads/trunk");
}

TEST(GitRepositories, APartialCloneSaysSoAndIsRead) {
  GitBuilder git;
  git.commit({"refs/heads/main", "2026-03-18", {}, {{"a"}}});
  const std::filesystem::path path = git.finish();
  git.ask("config core.repositoryformatversion 1");
  git.ask("config extensions.partialClone origin");
  EXPECT_TRUE(GitRepository::open(path).ok());
}

TEST(GitModes, AreShownAsGitDoes) {
  EXPECT_EQ(verifier::mode_text(0100644), "100644");
  EXPECT_EQ(verifier::mode_text(040000), "040000");
}

}  // namespace
}  // namespace pgolf_test
