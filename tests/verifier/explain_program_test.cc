// SPDX-License-Identifier: Apache-2.0
// `verify explain` from outside.
#include "tests/support/program.h"

#include <gtest/gtest.h>

namespace {

using pgolf_test::ProgramRun;

ProgramRun explain(std::vector<std::string> words) {
  words.insert(words.begin(), "explain");
  return pgolf_test::run_program(PGOLF_VERIFY, words);
}

TEST(VerifyExplain, ACheckShowsTheRulesOfTheProject) {
  const ProgramRun run = explain({"artifact.size"});
  EXPECT_EQ(run.exit_code, 0) << run.errors;
  EXPECT_NE(run.output.find("A1 in track_10min_16mb, since 2026-03-18"), std::string::npos);
  EXPECT_NE(run.output.find("cap_bytes 16,000,000"), std::string::npos);
  EXPECT_NE(run.output.find("unsettled, the other reading: "), std::string::npos);
  EXPECT_EQ(run.errors, "");
}

TEST(VerifyExplain, AWordAndNoWord) {
  EXPECT_EQ(explain({"I3"}).exit_code, 0);
  const ProgramRun all = explain({});
  EXPECT_EQ(all.exit_code, 0) << all.errors;
  EXPECT_NE(all.output.find("  tail-rescored "), std::string::npos);
}

TEST(VerifyExplain, AnUnknownWordEndsWith64AndTheNearestOnes) {
  const ProgramRun run = explain({"artifact.siez"});
  EXPECT_EQ(run.exit_code, 64);
  EXPECT_EQ(run.output, "");
  EXPECT_NE(run.errors.find("did you mean artifact.size"), std::string::npos) << run.errors;
  EXPECT_EQ(explain({"\x1b[2J"}).errors.find('\x1b'), std::string::npos);
  EXPECT_EQ(explain({"two", "words"}).exit_code, 64);
}

}  // namespace
