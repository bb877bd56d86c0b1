// SPDX-License-Identifier: Apache-2.0
// What `verify` does with bad input, as a user sees it: one clear sentence, the right exit code, no
// half-written report.
#include <filesystem>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

#include "reference_impl/base/file.h"
#include "tests/support/program.h"
#include "tests/support/shared_data.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

namespace {

namespace fs = std::filesystem;
using pgolf_test::ProgramRun;
using pgolf_test::TemporaryFolder;

constexpr char kClaim[] =
    R"({"name":"n","author":"a","github_id":"g","date":"2026-03-26","val_bpb":1.2})";

// A folder for the submission, one for the report, and a home for the key.
class VerifyProgram : public testing::Test {
 protected:
  VerifyProgram() {
    fs::create_directories(home_.path());
    ::setenv("HOME", home_.path().c_str(), 1);
    ::unsetenv("XDG_CONFIG_HOME");
  }

  ProgramRun verify(const fs::path& folder, std::vector<std::string> more = {}) const {
    more.insert(more.begin(), {folder.string(), "--output", output_.path().string()});
    return pgolf_test::run_program(PGOLF_VERIFY, more);
  }
  fs::path report() const { return output_ / "report.dsse.json"; }

  TemporaryFolder submission_;
  TemporaryFolder output_;
  TemporaryFolder home_;
};

void expect_one_sentence(const ProgramRun& run, int exit_code, const std::string& part) {
  EXPECT_EQ(run.exit_code, exit_code) << run.errors << run.output;
  EXPECT_NE(run.errors.find(part), std::string::npos) << run.errors;
  EXPECT_EQ(run.output, "");
}

TEST_F(VerifyProgram, FolderThatIsAbsent) {
  expect_one_sentence(verify(submission_ / "nothing"), 64, "nothing");
  EXPECT_FALSE(fs::exists(report()));
}

TEST_F(VerifyProgram, FileInTheFoldersPlace) {
  expect_one_sentence(verify(submission_.write("file", "x")), 64, "file");
  EXPECT_FALSE(fs::exists(report()));
}

TEST_F(VerifyProgram, FolderThatCannotBeRead) {
  if (::geteuid() == 0) {
    GTEST_SKIP() << "root may read every folder";
  }
  ASSERT_EQ(::chmod(submission_.path().c_str(), 0), 0);
  const ProgramRun run = verify(submission_.path());
  ASSERT_EQ(::chmod(submission_.path().c_str(), 0700), 0);
  expect_one_sentence(run, 64, submission_.path().string());
}

TEST_F(VerifyProgram, EmptyFolderIsInconclusive) {
  const ProgramRun run = verify(submission_.path());
  EXPECT_EQ(run.exit_code, 2) << run.errors;
  EXPECT_NE(run.output.find("nothing-to-judge"), std::string::npos) << run.output;
  EXPECT_TRUE(fs::exists(report()));
}

TEST_F(VerifyProgram, WithoutSubmissionJsonFails) {
  submission_.write("README.md", "hello\n");
  const ProgramRun run = verify(submission_.path());
  EXPECT_EQ(run.exit_code, 1) << run.errors;
  EXPECT_NE(run.output.find("tree.schema"), std::string::npos) << run.output;
}

TEST_F(VerifyProgram, BrokenJsonIsNamedWithLineAndColumn) {
  submission_.write("submission.json", "{\n  \"val_bpb\": 1.2,\n  \"date\" \"2026-03-26\"\n}\n");
  const ProgramRun run = verify(submission_.path());
  EXPECT_EQ(run.exit_code, 1) << run.errors;
  EXPECT_NE(run.output.find("submission.json:3:10"), std::string::npos) << run.output;
}

struct OddLog {
  const char* name;
  std::string bytes;
};

TEST_F(VerifyProgram, OddLogsAreNamedAndDoNotEndTheRun) {
  for (const OddLog& log :
       {OddLog{"train_seed1.log", ""}, OddLog{"train_seed2.log", std::string(4096, '\0')},
        OddLog{"train_seed3.log", std::string(100U << 20U, 'x')}}) {
    const TemporaryFolder folder;
    folder.write("submission.json", kClaim);
    folder.write(log.name, log.bytes);
    const ProgramRun run = verify(folder.path(), {"--format", "json"});
    EXPECT_EQ(run.exit_code, 1) << run.errors;
    EXPECT_NE(run.output.find(log.name), std::string::npos) << log.name;
  }
}

TEST_F(VerifyProgram, TerminalEscapesOfASubmitterNeverReachTheTerminal) {
  submission_.write("submission.json", "{\"val_bpb\": \"\\u001b[2J\", \"date\": \"\\u001b]0;x\"}");
  submission_.write("a\x1b[31m.log", "step:1/2\n");
  for (const char* format : {"text", "md"}) {
    const ProgramRun run = verify(submission_.path(), {"--format", format});
    EXPECT_EQ((run.output + run.errors).find('\x1b'), std::string::npos) << run.output;
  }
}

TEST_F(VerifyProgram, RecipeWithAnUnknownFieldEndsWith65) {
  std::string recipe =
      reference::read_file(pgolf_test::source_path("submissions/806/recipe.json"), 1U << 20U);
  recipe.replace(recipe.find("\"cache\""), 7, "\"cachee\"");
  submission_.write("submission.json", kClaim);
  submission_.write("recipe.json", recipe);
  const ProgramRun run = verify(submission_.path());
  EXPECT_EQ(run.exit_code, 65) << run.errors << run.output;
  EXPECT_NE(run.errors.find("cache"), std::string::npos) << run.errors;
  EXPECT_FALSE(fs::exists(report()));
}

TEST_F(VerifyProgram, ShardsThatAreNotOnesEndWith65) {
  const TemporaryFolder data;
  data.write("fineweb_val_000000.bin", std::string(2048, 'x'));
  submission_.write("submission.json", kClaim);
  fs::copy(pgolf_test::source_path("submissions/806/recipe.json"), submission_ / "recipe.json");
  const ProgramRun run = verify(submission_.path(), {"--data", data.path().string()});
  expect_one_sentence(run, 65, "fineweb_val_000000.bin");
  EXPECT_FALSE(fs::exists(report()));
}

TEST_F(VerifyProgram, OtherShardsThanThePinnedOnesEndWith65) {
  PGOLF_SKIP_WITHOUT_SHARED("data/fineweb_val_sample_sp1024.bin");
  const TemporaryFolder data;
  fs::copy(pgolf_test::shared_path("data/fineweb_val_sample_sp1024.bin"),
           data / "fineweb_val_000000.bin");
  submission_.write("submission.json", kClaim);
  fs::copy(pgolf_test::source_path("submissions/806/recipe.json"), submission_ / "recipe.json");
  const ProgramRun run = verify(submission_.path(), {"--data", data.path().string()});
  expect_one_sentence(run, 65, "found 131072, expected 62021846");
}

TEST_F(VerifyProgram, WrongUsageEndsWith64AndHelpWith0) {
  EXPECT_EQ(verify(submission_.path(), {"--unheard-of"}).exit_code, 64);
  EXPECT_EQ(verify(submission_.path(), {"--format", "yaml"}).exit_code, 64);
  EXPECT_EQ(pgolf_test::run_program(PGOLF_VERIFY, {}).exit_code, 64);
  const ProgramRun help = pgolf_test::run_program(PGOLF_VERIFY, {"--help"});
  EXPECT_EQ(help.exit_code, 0);
  EXPECT_NE(help.output.find("Exit codes"), std::string::npos);
}

TEST_F(VerifyProgram, OutputThatCannotBeWrittenEndsWith75) {
  submission_.write("submission.json", kClaim);
  const fs::path blocked = output_.write("a-file", "x");
  const ProgramRun run = pgolf_test::run_program(
      PGOLF_VERIFY, {submission_.path().string(), "--output", (blocked / "below").string()});
  expect_one_sentence(run, 75, "a-file");
}

TEST_F(VerifyProgram, FullDiskEndsWith75AndLeavesNoReport) {
  submission_.write("submission.json", kClaim);
  // A file system of 64 KiB in a mount name space of its own; the shell says 99 where that is not
  // allowed.
  const std::string script = "mount -t tmpfs -o size=64k none " + output_.path().string() +
                             " 2>/dev/null || exit 99; head -c 60000 /dev/zero > " +
                             (output_ / "ballast").string() + "; " + PGOLF_VERIFY + " " +
                             submission_.path().string() + " --output " + output_.path().string() +
                             "; code=$?; ls " + output_.path().string() + "; exit $code";
  const ProgramRun run = pgolf_test::run_program("/usr/bin/unshare", {"-m", "sh", "-c", script});
  if (run.exit_code == 99 || run.errors.find("unshare") != std::string::npos) {
    GTEST_SKIP() << "this host allows no mount name space";
  }
  EXPECT_EQ(run.exit_code, 75) << run.errors << run.output;
  EXPECT_NE(run.errors.find("No space left"), std::string::npos) << run.errors;
  EXPECT_EQ(run.output.find("report.dsse.json"), std::string::npos) << run.output;
}

TEST_F(VerifyProgram, InterruptEndsWith130AndLeavesNoReport) {
  submission_.write("submission.json", kClaim);
  fs::copy(pgolf_test::source_path("submissions/806/recipe.json"), submission_ / "recipe.json");
  // The shell starts verify, waits until it is at work, and interrupts it alone.
  const std::string script = std::string(PGOLF_VERIFY) + " " + submission_.path().string() +
                             " --output " + output_.path().string() +
                             " 2>/dev/null & pid=$!; "
                             "while ! [ -d " +
                             (output_ / "work").string() +
                             " ] && kill -0 $pid; do sleep 0.1; done; kill -INT $pid; wait $pid";
  const ProgramRun run = pgolf_test::run_program("/bin/bash", {"-c", script});
  EXPECT_EQ(run.exit_code, 130) << run.errors;
  EXPECT_FALSE(fs::exists(report()));
  EXPECT_FALSE(fs::exists(output_ / "statement.json"));
}

}  // namespace
