// SPDX-License-Identifier: Apache-2.0
#include "verifier/gather/process.h"

#include <fcntl.h>
#include <filesystem>
#include <unistd.h>

#include "reference_impl/base/file.h"

#include <gtest/gtest.h>

namespace verifier {
namespace {

ProcessSpec shell(const std::string& script) {
  ProcessSpec spec;
  spec.program = "/bin/sh";
  spec.arguments = {"-c", script};
  spec.limit = std::chrono::seconds(20);
  return spec;
}

TEST(Process, ReportsExitCodeLastLineAndOutput) {
  const auto file = std::filesystem::path(testing::TempDir()) / "process-output";
  ProcessSpec spec = shell("echo to-output; echo first >&2; echo last >&2; exit 3");
  spec.standard_output = file;
  std::vector<std::string> lines;
  spec.on_error_line = [&lines](const std::string& line) { lines.push_back(line); };
  const auto outcome = run_process(spec);
  ASSERT_TRUE(outcome.ok());
  EXPECT_EQ(outcome.value().exit_code, 3);
  EXPECT_EQ(outcome.value().ended_by, "exit");
  EXPECT_EQ(outcome.value().last_error_line, "last");
  EXPECT_EQ(lines, (std::vector<std::string>{"first", "last"}));
  EXPECT_EQ(reference::read_file(file, 100), "to-output\n");
}

TEST(Process, NamesTheSignalThatEndedIt) {
  const auto outcome = run_process(shell("kill -TERM $$"));
  ASSERT_TRUE(outcome.ok());
  EXPECT_EQ(outcome.value().exit_code, 128 + 15);
  EXPECT_EQ(outcome.value().ended_by, "signal");
}

TEST(Process, EndsAtItsWallLimit) {
  ProcessSpec spec = shell("exec sleep 60");
  spec.limit = std::chrono::seconds(1);
  const auto outcome = run_process(spec);
  ASSERT_TRUE(outcome.ok());
  EXPECT_EQ(outcome.value().ended_by, "wall");
  EXPECT_LT(outcome.value().wall_ns, 30'000'000'000ULL);
}

TEST(Process, InheritsNeitherDescriptorsNorEnvironment) {
  const int leaked = ::fcntl(::open("/dev/null", O_RDONLY), F_DUPFD, 50);  // no O_CLOEXEC
  ASSERT_GE(leaked, 50);
  ASSERT_EQ(::setenv("PGOLF_SECRET", "x", 1), 0);
  const auto file = std::filesystem::path(testing::TempDir()) / "process-inherited";
  ProcessSpec spec = shell("echo env=$PGOLF_SECRET; for f in /proc/$$/fd/*; do echo $f; done");
  spec.standard_output = file;
  const auto outcome = run_process(spec);
  ::close(leaked);
  ASSERT_TRUE(outcome.ok());
  const std::string text = reference::read_file(file, 1000);
  EXPECT_EQ(text.substr(0, text.find('\n')), "env=");
  EXPECT_EQ(text.find("/fd/" + std::to_string(leaked)), std::string::npos) << text;
}

TEST(Process, SaysWhatCouldNotBeStarted) {
  ProcessSpec spec;
  spec.program = "/nonexistent/program";
  const auto outcome = run_process(spec);
  ASSERT_FALSE(outcome.ok());
  EXPECT_NE(outcome.failure().message.find("/nonexistent/program"), std::string::npos);
}

}  // namespace
}  // namespace verifier
