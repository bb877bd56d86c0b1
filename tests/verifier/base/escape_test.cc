// SPDX-License-Identifier: Apache-2.0
#include "verifier/base/escape.h"

#include <string>

#include <gtest/gtest.h>

namespace verifier {
namespace {

struct Escaped {
  std::string name;
  std::string in;
  std::string out;
};

class EscapeForTerminal : public testing::TestWithParam<Escaped> {};

TEST_P(EscapeForTerminal, ShowsWhatIsThere) {
  EXPECT_EQ(escape_for_terminal(GetParam().in), GetParam().out);
}

INSTANTIATE_TEST_SUITE_P(Rows, EscapeForTerminal,
                         testing::Values(Escaped{"Plain", "train_seed42.log", "train_seed42.log"},
                                         Escaped{"ValidUtf8",
                                                 "caf\xC3\xA9 \xE2\x80\x94 \xF0\x9F\x98\x80",
                                                 "caf\xC3\xA9 \xE2\x80\x94 \xF0\x9F\x98\x80"},
                                         Escaped{"ColourCode", "\x1b[31mred", "\\x1b[31mred"},
                                         Escaped{"LineEnd", "a\r\nb", "a\\x0d\\x0ab"},
                                         Escaped{"Delete", "a\x7f", "a\\x7f"},
                                         Escaped{"C1Control",
                                                 "a\xC2\x9B"
                                                 "b",
                                                 "a\\x9bb"},
                                         Escaped{"RightToLeftOverride",
                                                 "a\xE2\x80\xAE"
                                                 "b",
                                                 "a\\u{202e}b"},
                                         Escaped{"ZeroWidth",
                                                 "a\xE2\x80\x8B"
                                                 "b",
                                                 "a\\u{200b}b"},
                                         Escaped{"ByteOrderMark", "\xEF\xBB\xBFx", "\\u{feff}x"},
                                         Escaped{"LoneContinuation", "a\x80", "a\\x80"},
                                         Escaped{"Overlong", "\xC0\xAF", "\\xc0\\xaf"},
                                         Escaped{"Surrogate", "\xED\xA0\x80", "\\xed\\xa0\\x80"},
                                         Escaped{"CutSequence", "\xE2\x80", "\\xe2\\x80"}),
                         [](const auto& row) { return row.param.name; });

// Every byte alone, and between letters, leaves only printable ASCII behind.
TEST(EscapeForTerminalBytes, LetNoControlThrough) {
  for (int byte = 0; byte < 256; ++byte) {
    const std::string shown = escape_for_terminal(std::string("a") + static_cast<char>(byte) + "b");
    for (const char c : shown) {
      EXPECT_GE(c, ' ') << "byte " << byte;
      EXPECT_LT(c, 0x7F) << "byte " << byte;
    }
  }
}

TEST(EscapeForTerminal, CutsLongText) {
  const std::string shown = escape_for_terminal(std::string(5000, 'x'), 100);
  EXPECT_EQ(shown, std::string(100, 'x') + "...");
}

TEST(EscapeForTerminal, TwiceIsOnce) {
  const std::string once = escape_for_terminal("\x1b[2J\xE2\x80\xAE\xFF");
  EXPECT_EQ(escape_for_terminal(once), once);
}

TEST(MarkdownCode, IsFencedByMoreBackticksThanItHolds) {
  EXPECT_EQ(markdown_code("plain"), "`plain`");
  EXPECT_EQ(markdown_code("a``b"), "```a``b```");
  EXPECT_EQ(markdown_code("`edge`"), "`` `edge` ``");
  EXPECT_EQ(markdown_code(""), "`  `");
}

TEST(MarkdownCode, BreaksTableCellsAndLines) {
  EXPECT_EQ(markdown_code("a|b\nc"), "`a\\x7cb\\x0ac`");
}

}  // namespace
}  // namespace verifier
