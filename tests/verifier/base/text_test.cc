// SPDX-License-Identifier: Apache-2.0
#include "verifier/base/text.h"

#include <gtest/gtest.h>

namespace verifier {
namespace {

TEST(Joined, PutsTheSeparatorBetween) {
  EXPECT_EQ(joined({}), "");
  EXPECT_EQ(joined({"a"}), "a");
  EXPECT_EQ(joined({"a", "b", "c"}), "a, b, c");
  EXPECT_EQ(joined({"pip", "install", "x"}, " "), "pip install x");
}

TEST(Lowercase, ChangesAsciiLettersAlone) {
  EXPECT_EQ(lowercase("README.md [@Z`]"), "readme.md [@z`]");
  EXPECT_EQ(lowercase("\xC3\x84"), "\xC3\x84");
}

}  // namespace
}  // namespace verifier
