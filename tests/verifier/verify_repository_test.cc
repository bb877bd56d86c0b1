// SPDX-License-Identifier: Apache-2.0
// `verify --repo` as a user sees it: what it refuses, what it says of a pull request, and a run
// over all of them that goes on where it stopped (security specification, F-13).
#include <filesystem>
#include <string>
#include <vector>

#include "reference_impl/base/file.h"
#include "tests/support/git_builder.h"
#include "tests/support/program.h"

#include <gtest/gtest.h>

namespace pgolf_test {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kLargest = 16U << 20U;
const std::string kFolder = "records/track_10min_16mb/2026-04-01_New";

// A repository with two pull requests: 7 submits a folder, 8 corrects a word.
class VerifyRepository : public testing::Test {
 protected:
  VerifyRepository() {
    fs::create_directories(home_.path());
    ::setenv("HOME", home_.path().c_str(), 1);
    ::unsetenv("XDG_CONFIG_HOME");
    const int start = git_.commit({"refs/heads/main", "2026-03-18", {}, {{"README.md"}}});
    git_.commit({"refs/pull/7/head", "2026-04-01", {start}, submission_files(kFolder)});
    git_.commit({"refs/pull/8/head", "2026-04-01", {start}, {{"README.md", "word\n"}}});
    repository_ = git_.finish();
  }

  ProgramRun verify(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), {"--repo", repository_.string()});
    return run_program(PGOLF_VERIFY, arguments);
  }
  ProgramRun verify_one(std::vector<std::string> arguments) const {
    arguments.insert(arguments.end(), {"--output", output_.path().string()});
    return verify(arguments);
  }
  std::string read(const std::string& name) const {
    return reference::read_file(output_ / name, kLargest);
  }

  GitBuilder git_;
  fs::path repository_;
  TemporaryFolder output_;
  TemporaryFolder home_;
};

struct WrongUsage {
  std::string name;
  std::vector<std::string> arguments;
  std::string says;
};

class WrongUsages : public testing::TestWithParam<WrongUsage> {};

TEST_P(WrongUsages, EndWith64AndSayWhat) {
  const ProgramRun run = run_program(PGOLF_VERIFY, GetParam().arguments);
  EXPECT_EQ(run.exit_code, 64) << run.output;
  EXPECT_NE(run.errors.find(GetParam().says), std::string::npos) << run.errors;
  EXPECT_EQ(run.output, "");
}

INSTANTIATE_TEST_SUITE_P(
    Cases, WrongUsages,
    testing::Values(
        WrongUsage{"FactsOfNothing", {"facts"}, "a folder, or --repo"},
        WrongUsage{"FactsWithoutRepo", {"facts", "--pr", "7"}, "--repo"},
        WrongUsage{"FactsOfNoPr", {"facts", "--repo", "r"}, "--pr or --ref"},
        WrongUsage{"FactsNoRepository",
                   {"facts", "--repo", "/nothing/here", "--pr", "7"},
                   "no git repository"},
        WrongUsage{"Nothing", {}, "name a submission's folder, or a repository"},
        WrongUsage{"PrWithoutRepo", {"--pr", "7"}, "--pr: needs a repository"},
        WrongUsage{"AllWithoutRepo", {"--all", "--output", "x"}, "--all: needs a repository"},
        WrongUsage{"RepoAlone", {"--repo", "r"}, "0 of them were given"},
        WrongUsage{"TwoQuestions", {"--repo", "r", "--pr", "7", "--ref", "x"}, "2 of them"},
        WrongUsage{"PrZero", {"--repo", "r", "--pr", "0"}, "--pr"},
        WrongUsage{"AllWithoutOutput", {"--repo", "r", "--all"}, "needs --output"},
        WrongUsage{"JobsOfOne", {"--repo", "r", "--pr", "7", "--jobs", "2"}, "--jobs"},
        WrongUsage{"Rerun", {"--repo", "r", "--pr", "7", "--until", "rerun"}, "a folder on disk"},
        WrongUsage{"Date", {"--date", "2026-02-30", "."}, "a day of the calendar"},
        WrongUsage{"NoRepository", {"--repo", "/nothing/here", "--pr", "7"}, "no git repository"}),
    [](const testing::TestParamInfo<WrongUsage>& one) { return one.param.name; });

TEST_F(VerifyRepository, JudgesAPullRequestByTheDayOfItsCommit) {
  const ProgramRun run = verify_one({"--pr", "7", "--format", "json"});
  EXPECT_EQ(run.exit_code, 1) << run.errors;
  EXPECT_NE(run.output.find("\"date\":\"2026-04-01\""), std::string::npos);
  EXPECT_NE(run.errors.find("2026-04-01 (first commit)"), std::string::npos) << run.errors;
  EXPECT_TRUE(fs::exists(output_ / "report.dsse.json"));
  EXPECT_NE(run.output.find("tree.chronology"), std::string::npos);
}

TEST_F(VerifyRepository, FactsOfAPullRequestAreThoseOfItsFolder) {
  const TemporaryFolder folder;
  for (const GitFile& file : submission_files(kFolder)) {
    folder.write(file.path.substr(kFolder.size() + 1), file.content);
  }
  const ProgramRun of_folder = run_program(PGOLF_VERIFY, {"facts", folder.path().string()});
  EXPECT_EQ(of_folder.exit_code, 0) << of_folder.errors;
  for (const std::vector<std::string>& question : std::vector<std::vector<std::string>>{
           {"--pr", "7"}, {"--ref", "refs/pull/7/head", kFolder + "/"}}) {
    std::vector<std::string> arguments = {"facts", "--repo", repository_.string()};
    arguments.insert(arguments.end(), question.begin(), question.end());
    const ProgramRun of_git = run_program(PGOLF_VERIFY, arguments);
    EXPECT_EQ(of_git.exit_code, 0) << of_git.errors;
    EXPECT_EQ(of_git.output, of_folder.output);
    EXPECT_NE(of_git.output.find("\"claim\""), std::string::npos);
  }
}

TEST_F(VerifyRepository, DateOfTheUserComesFirst) {
  const ProgramRun run = verify_one({"--pr", "7", "--date", "2026-05-01", "--format", "json"});
  EXPECT_NE(run.output.find("\"date\":\"2026-05-01\""), std::string::npos) << run.errors;
}

TEST_F(VerifyRepository, RefAndFolderByName) {
  const ProgramRun run = verify_one({"--ref", "refs/pull/7/head", kFolder + "/"});
  EXPECT_EQ(run.exit_code, 1) << run.errors;
  EXPECT_NE(run.errors.find("judging 2026-04-01_New"), std::string::npos) << run.errors;
}

TEST_F(VerifyRepository, PullRequestWithoutASubmissionIsInconclusive) {
  const ProgramRun run = verify_one({"--pr", "8"});
  EXPECT_EQ(run.exit_code, 2) << run.errors;
  EXPECT_NE(run.output.find("nothing-to-judge"), std::string::npos) << run.output;
}

TEST_F(VerifyRepository, ThereIsNoSuchPullRequest) {
  const ProgramRun run = verify_one({"--pr", "9"});
  EXPECT_EQ(run.exit_code, 64);
  EXPECT_NE(run.errors.find("refs/pull/9/head"), std::string::npos) << run.errors;
}

TEST_F(VerifyRepository, MissingHeadIsNotRun) {
  const std::string head = git_.ask("rev-parse refs/pull/7/head");
  fs::remove(git_.object(head));
  const ProgramRun run = verify_one({"--pr", "7"});
  EXPECT_EQ(run.exit_code, 2) << run.errors;
  EXPECT_NE(run.output.find("object-missing"), std::string::npos) << run.output;
  EXPECT_NE(run.errors.find("the commit " + head), std::string::npos) << run.errors;
}

TEST_F(VerifyRepository, AllWritesAStatementEachAndAnIndex) {
  const ProgramRun run = verify_one({"--all", "--jobs", "2"});
  EXPECT_EQ(run.exit_code, 0) << run.errors;
  EXPECT_NE(run.output.find("2 pull requests: 1 fail, 1 inconclusive"), std::string::npos)
      << run.output;
  EXPECT_TRUE(fs::exists(output_ / "7/statement.json"));
  const std::string index = read("index.json");
  EXPECT_NE(index.find("{\"failing\":["), std::string::npos) << index;
  EXPECT_NE(index.find("\"folder\":\"" + kFolder + "\""), std::string::npos) << index;
  EXPECT_NE(index.find(git_.ask("rev-parse refs/pull/7/head")), std::string::npos) << index;
}

TEST_F(VerifyRepository, AllGoesOnWhereItStopped) {
  ASSERT_EQ(verify_one({"--all"}).exit_code, 0);
  const std::string kept = read("7/statement.json");
  const std::string index = read("index.json");
  fs::remove(output_ / "8/statement.json");
  ASSERT_EQ(verify_one({"--all"}).exit_code, 0);
  EXPECT_EQ(read("7/statement.json"), kept) << "the nonce shows that it was judged again";
  EXPECT_TRUE(fs::exists(output_ / "8/statement.json"));
  EXPECT_EQ(read("index.json"), index);
  ASSERT_EQ(verify_one({"--all", "--date", "2026-05-01"}).exit_code, 0);
  EXPECT_NE(read("7/statement.json"), kept) << "another law was asked for";
}

}  // namespace
}  // namespace pgolf_test
