// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/base/utf8.h"

#include <string>

#include <gtest/gtest.h>

namespace reference {
namespace {

struct Row {
  const char* name;
  std::string bytes;
  char32_t value;
  std::size_t size;  // 0: not UTF-8
};

class Utf8 : public testing::TestWithParam<Row> {};

TEST_P(Utf8, FirstCharacter) {
  const Row& row = GetParam();
  const Utf8Point point = utf8_at(row.bytes, 0);
  EXPECT_EQ(point.size, row.size);
  EXPECT_EQ(point.value, row.value);
  EXPECT_EQ(is_utf8("a" + row.bytes), row.size == row.bytes.size());
  std::string written;
  append_utf8(point.value, written);
  EXPECT_EQ(written, row.size == 0 ? std::string(1, '\0') : row.bytes.substr(0, row.size));
}

// The first and last of each length, and what stands just outside (RFC 3629).
INSTANTIATE_TEST_SUITE_P(
    Rows, Utf8,
    testing::Values(
        Row{"nul", std::string(1, '\0'), 0, 1}, Row{"last_of_one", "\x7F", 0x7F, 1},
        Row{"lone_continuation", "\x80", 0, 0}, Row{"overlong_of_two", "\xC1\xBF", 0, 0},
        Row{"first_of_two", "\xC2\x80", 0x80, 2}, Row{"last_of_two", "\xDF\xBF", 0x7FF, 2},
        Row{"overlong_of_three", "\xE0\x9F\xBF", 0, 0},
        Row{"first_of_three", "\xE0\xA0\x80", 0x800, 3},
        Row{"before_surrogates", "\xED\x9F\xBF", 0xD7FF, 3},
        Row{"first_surrogate", "\xED\xA0\x80", 0, 0}, Row{"last_surrogate", "\xED\xBF\xBF", 0, 0},
        Row{"after_surrogates", "\xEE\x80\x80", 0xE000, 3},
        Row{"last_of_three", "\xEF\xBF\xBF", 0xFFFF, 3},
        Row{"overlong_of_four", "\xF0\x8F\xBF\xBF", 0, 0},
        Row{"first_of_four", "\xF0\x90\x80\x80", 0x10000, 4},
        Row{"last", "\xF4\x8F\xBF\xBF", 0x10FFFF, 4}, Row{"beyond", "\xF4\x90\x80\x80", 0, 0},
        Row{"no_lead", "\xF5\x80\x80\x80", 0, 0}, Row{"cut", "\xE2\x80", 0, 0},
        Row{"broken", "\xE2\x28\xA1", 0, 0}, Row{"one_and_more", "a\xFF", 'a', 1}),
    [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace reference
