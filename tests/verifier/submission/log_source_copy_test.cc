// SPDX-License-Identifier: Apache-2.0
#include "verifier/submission/log_source_copy.h"

#include <optional>
#include <string>
#include <vector>

#include "verifier/submission/source_text.h"

#include <gtest/gtest.h>

namespace verifier {
namespace {

const std::string kSeparator = std::string(100, '=') + "\n";

std::vector<bool> copies(const std::string& log) {
  std::vector<bool> is_source;
  for (const LogPiece& piece : find_pieces(log, LogLines(log))) {
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

std::optional<LineFact<std::string>> digest(const std::string& log) {
  const LogLines lines(log);
  return source_copy_digest(log, lines, find_pieces(log, lines));
}

std::string in_utf16(const std::string& text) {
  std::string wide = "\xFF\xFE";
  for (const char c : text) {
    wide += c;
    wide += '\0';
  }
  return wide;
}

std::string with_each_line(const std::string& text, const std::string& begin,
                           const std::string& end) {
  std::string changed;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t feed = text.find('\n', at);
    changed.append(begin).append(text, at, feed - at).append(end).append("\n");
    at = feed + 1;
  }
  return changed;
}

// However the log is written, the copy in it is the script.
TEST(SourceCopy, HasTheDigestOfItsScript) {
  const std::string source = "import os\n\n" + code_lines(20);
  const std::string plain = source_text_digest(source);
  const std::string whole = source + kSeparator + "seed:1\n";
  for (const std::string& text :
       {whole, "\xEF\xBB\xBF" + whole, "logs/a.txt\n" + whole, in_utf16(whole),
        with_each_line(whole, "", "\r"), in_utf16(with_each_line(whole, "", "\r")),
        with_each_line(whole, "[rank0]: ", ""), with_each_line(whole, "\x1b[2m", "\x1b[0m\r")}) {
    const auto found = digest(text);
    ASSERT_TRUE(found.has_value()) << text.substr(0, 60);
    EXPECT_EQ(found->value, plain) << text.substr(0, 60);
    EXPECT_EQ(found->line, text.starts_with("logs/") ? 2U : 1U) << text.substr(0, 60);
  }
}

// Where no separator stands behind it, the copy still ends with its last line of code.
TEST(SourceCopy, BeforeStepsEndsWithItsLastLineOfCode) {
  const std::string source = "import os\n" + code_lines(70);
  const auto found = digest("seed:1\n" + source + "step:1/2 train_loss:1\nstep:2/2 train_loss:1\n");
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->value, source_text_digest(source));
  EXPECT_EQ(found->line, 2U);
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
