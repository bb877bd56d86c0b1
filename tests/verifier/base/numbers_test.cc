// SPDX-License-Identifier: Apache-2.0
#include "verifier/base/numbers.h"

#include <gtest/gtest.h>

namespace verifier {
namespace {

TEST(Grouped, PutsACommaBeforeEveryThirdDigit) {
  EXPECT_EQ(grouped(0), "0");
  EXPECT_EQ(grouped(999), "999");
  EXPECT_EQ(grouped(1000), "1,000");
  EXPECT_EQ(grouped(17172122), "17,172,122");
  EXPECT_EQ(grouped(18446744073709551615ULL), "18,446,744,073,709,551,615");
}

TEST(Fixed, RoundsToTheDecimals) {
  EXPECT_EQ(fixed(0.43737897, 4), "0.4374");
  EXPECT_EQ(fixed(83.47, 2), "83.47");
  EXPECT_EQ(fixed(2.0, 0), "2");
}

TEST(Counted, AgreesWithItsNoun) {
  EXPECT_EQ(counted(0, "run"), "0 runs");
  EXPECT_EQ(counted(1, "run"), "1 run");
  EXPECT_EQ(counted(1500, "line"), "1,500 lines");
}

TEST(HexByte, HasTwoDigits) {
  EXPECT_EQ(hex_byte(0x0A), "0a");
  EXPECT_EQ(hex_byte(0xFF), "ff");
}

}  // namespace
}  // namespace verifier
