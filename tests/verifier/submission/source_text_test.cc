// SPDX-License-Identifier: Apache-2.0
#include "verifier/submission/source_text.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace verifier {
namespace {

// SHA-256 of "a\n\nb\n" and of nothing, computed with sha256sum.
const char* const kTwoLines = "770423513bd0765c18e500000baec91976bcd8267a245437b32572665c6ac370";
const char* const kNothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

struct Row {
  std::string name;
  std::string text;
  std::string digest;
};

void PrintTo(const Row& row, std::ostream* out) {  // NOLINT: GoogleTest's own name
  *out << row.name;
}

class SourceTextDigest : public testing::TestWithParam<Row> {};

TEST_P(SourceTextDigest, IsThatOfTheComparableText) {
  EXPECT_EQ(source_text_digest(GetParam().text), GetParam().digest);
}

INSTANTIATE_TEST_SUITE_P(
    Texts, SourceTextDigest,
    testing::Values(Row{"Plain", "a\n\nb\n", kTwoLines},
                    Row{"WithoutFinalLineEnd", "a\n\nb", kTwoLines},
                    Row{"CarriageReturnsAndLineFeeds", "a\r\n\r\nb\r\n", kTwoLines},
                    Row{"CarriageReturns", "a\r\rb\r", kTwoLines},
                    Row{"BlanksAtLineEnds", "a  \n\t\nb \t\n", kTwoLines},
                    Row{"EmptyLinesAround", "\n \na\n\nb\n\n\n", kTwoLines},
                    Row{"ByteOrderMark",
                        "\xEF\xBB\xBF"
                        "a\n\nb\n",
                        kTwoLines},
                    Row{"Nothing", "", kNothing}, Row{"OnlyBlanks", " \n\t\r\n", kNothing}),
    [](const auto& row) { return row.param.name; });

TEST(SourceTextDigest, DiffersWhereTheTextDiffers) {
  EXPECT_NE(source_text_digest("a\nb\n"), kTwoLines);
  EXPECT_NE(source_text_digest(" a\n\nb\n"), kTwoLines);  // indentation is meaning
  EXPECT_NE(source_text_digest("a \xC2\xA0\n\nb\n"), kTwoLines);
}

// The blanks are looked for in stretches of bytes: wherever they stand, they do not count.
TEST(SourceTextDigest, IsTheSameWhereverABlankEndStands) {
  const auto text = [](const std::string& line, const std::string& blank) {
    return std::string("a\n").append(line).append(blank).append("\n").append(70, 'y').append(
               blank) +
           "\nb" + blank;
  };
  for (std::size_t length = 0; length < 200; ++length) {
    const std::string line(length, 'x');
    const std::string digest = source_text_digest(text(line, ""));
    for (const char* const blank : {" ", "\t\t", " \f ", "\r", " \r"}) {
      EXPECT_EQ(source_text_digest(text(line, blank)), digest) << length;
    }
    EXPECT_NE(source_text_digest(text(" " + line + "x", "")), digest) << length;
  }
}

TEST(SourceTextBytes, CountsALineEndAsOne) {
  EXPECT_EQ(source_text_bytes("a\r\nb\r\n"), 4U);
  EXPECT_EQ(source_text_bytes("a\nb\n"), 4U);
  EXPECT_EQ(source_text_bytes("a\rb\r"), 4U);
  EXPECT_EQ(source_text_bytes("a\r\r\nb"), 4U);
  EXPECT_EQ(source_text_bytes(""), 0U);
}

}  // namespace
}  // namespace verifier
