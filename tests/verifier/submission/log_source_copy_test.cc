// SPDX-License-Identifier: Apache-2.0
#include "verifier/submission/log_source_copy.h"

#include <string>

#include <gtest/gtest.h>

namespace verifier {
namespace {

const std::string kSeparator = std::string(100, '=') + "\n";

std::vector<bool> copies(const std::string& log) {
  std::vector<bool> is_source;
  for (const LogPiece& piece : find_pieces(log)) {
    is_source.push_back(piece.is_source);
  }
  return is_source;
}

std::string code_lines(int count) {
  std::string text;
  for (int i = 0; i < count; ++i) {
    text += "    self.weight_" + std::to_string(i) + " = 1\n";
  }
  return text;
}

TEST(SourceCopy, IsFoundBeforeTheSeparator) {
  const std::string log = "logs/x.txt\n" + code_lines(20) + kSeparator + "seed:1\nstep:1/2 x\n";
  EXPECT_EQ(copies(log), (std::vector<bool>{true, false}));
}

TEST(SourceCopy, IsFoundTwiceInAnAppendedLog) {
  const std::string log =
      code_lines(16) + kSeparator + "seed:1\n" + kSeparator + code_lines(16) + kSeparator + "x\n";
  EXPECT_EQ(copies(log), (std::vector<bool>{true, false, true, false}));
}

TEST(SourceCopy, FifteenCodeLinesAreNotEnough) {
  EXPECT_EQ(copies(code_lines(15)), (std::vector<bool>{false}));
}

TEST(SourceCopy, APieceWithStepsIsALog) {
  EXPECT_EQ(copies(code_lines(30) + "step:5/9 train_loss:1\n"), (std::vector<bool>{false}));
  EXPECT_EQ(copies(code_lines(30) + "5/9 val_loss: 1\n"), (std::vector<bool>{false}));
}

TEST(Separator, IsFortyOrMoreEqualSigns) {
  EXPECT_TRUE(is_separator(std::string(40, '=')));
  EXPECT_FALSE(is_separator(std::string(39, '=')));
  EXPECT_FALSE(is_separator(std::string(40, '=') + "x"));
}

TEST(PrintStatement, IsSeenByItsFormatString) {
  EXPECT_TRUE(looks_like_print_statement("f\"step:{step}/{n} val_loss:{loss}\""));
  EXPECT_TRUE(looks_like_print_statement("log0('x'.format({}))"));
  EXPECT_FALSE(looks_like_print_statement("step:1/2 train_loss:2.0"));
  EXPECT_FALSE(looks_like_print_statement("config {a: 1}"));
}

}  // namespace
}  // namespace verifier
