// SPDX-License-Identifier: Apache-2.0
#include "verifier/submission/log_lines.h"

#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace verifier {
namespace {

using Numbered = std::pair<std::uint64_t, std::string>;

std::vector<Numbered> all_lines(const std::string& bytes) {
  std::vector<Numbered> lines;
  LogLines reader(bytes);
  while (const auto line = reader.next()) {
    if (!line->text.empty()) {
      lines.emplace_back(line->number, std::string(line->text));
    }
  }
  return lines;
}

struct Encoded {
  std::string name;
  std::string bytes;
  std::vector<Numbered> lines;
};

class LogBytes : public testing::TestWithParam<Encoded> {};

TEST_P(LogBytes, BecomeLinesWithTheirNumbers) {
  EXPECT_EQ(all_lines(GetParam().bytes), GetParam().lines);
}

INSTANTIATE_TEST_SUITE_P(
    Rows, LogBytes,
    testing::Values(Encoded{"LineFeed", "a\nb\n", {{1, "a"}, {2, "b"}}},
                    Encoded{"NoLastLineEnd", "a\n\nc", {{1, "a"}, {3, "c"}}},
                    Encoded{"CarriageReturns", "a\r\nb\r\n", {{1, "a"}, {2, "b"}}},
                    Encoded{"ProgressBar",
                            "10%\r20%\rdone\nnext",
                            {{1, "10%"}, {1, "20%"}, {1, "done"}, {2, "next"}}},
                    Encoded{"ByteOrderMark", "\xEF\xBB\xBFseed:1\n", {{1, "seed:1"}}},
                    Encoded{"Utf16",
                            std::string("\xFF\xFEs\0:\0\xE9\0\n\0b\0", 12),
                            {{1, "s:\xC3\xA9"}, {2, "b"}}},
                    Encoded{"Utf16Surrogates",
                            std::string("\xFF\xFE\x3D\xD8\x00\xDE", 6),
                            {{1, "\xF0\x9F\x98\x80"}}},
                    Encoded{"Colours", "\x1b[32mstep:1\x1b[0m/2\n", {{1, "step:1/2"}}},
                    Encoded{"CutColour", "a\x1b[", {{1, "a"}}}, Encoded{"Empty", "", {}}),
    [](const auto& row) { return row.param.name; });

TEST(LogLines, ALongLineIsCutAndTold) {
  const std::string bytes = std::string(70'000, 'x') + "\nnext\n";
  LogLines reader(bytes);
  const auto line = reader.next();
  ASSERT_TRUE(line.has_value());
  EXPECT_TRUE(line->cut);
  EXPECT_EQ(line->text.size(), kMaxLineBytes);
  EXPECT_EQ(reader.next()->text, "next");
}

TEST(IsBinary, SeesANulThatIsNotUtf16) {
  EXPECT_TRUE(is_binary(std::string("a\0b", 3)));
  EXPECT_FALSE(
      is_binary(std::string("\xFF\xFE"
                            "a\0",
                            4)));
  EXPECT_FALSE(is_binary("text"));
}

struct Prefixed {
  std::string name;
  std::string line;
};

class Prefix : public testing::TestWithParam<Prefixed> {};

TEST_P(Prefix, IsTakenOff) {
  EXPECT_EQ(without_prefix(GetParam().line + "seed:42"), "seed:42");
}

INSTANTIATE_TEST_SUITE_P(
    Rows, Prefix,
    testing::Values(Prefixed{"None", ""}, Prefixed{"EpochSeconds", "1776142348.135 "},
                    Prefixed{"Clock", "[12:34:56] "},
                    Prefixed{"Logger", "[2026-03-23 04:40:41] INFO: "},
                    Prefixed{"Zoned", "2026-04-29 12:00:00+00:00 "}, Prefixed{"Rank", "[rank0]:"},
                    Prefixed{"RankAndBlank", "[rank12]: "}, Prefixed{"Default", "[default0]:"},
                    Prefixed{"Train", "[train] "}),
    [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace verifier
