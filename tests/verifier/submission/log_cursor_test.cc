// SPDX-License-Identifier: Apache-2.0
#include "verifier/submission/log_cursor.h"

#include <gtest/gtest.h>

namespace verifier {
namespace {

TEST(LogCursor, TakesALineFromTheFront) {
  LogCursor in("step:12/900 loss: 2.50 tail");
  EXPECT_TRUE(in.take("step:"));
  EXPECT_FALSE(in.take("x"));
  EXPECT_EQ(in.integer(), 12U);
  EXPECT_TRUE(in.take("/"));
  EXPECT_EQ(in.integer(), 900U);
  EXPECT_TRUE(in.find("loss:"));
  in.skip_spaces();
  EXPECT_EQ(in.number()->text, "2.50");
  in.skip_spaces();
  EXPECT_EQ(in.until(' '), "tail");
  EXPECT_TRUE(in.at_end());
}

TEST(LogCursor, WhatIsNotThereLeavesItInPlace) {
  LogCursor in("abc");
  EXPECT_FALSE(in.integer().has_value());
  EXPECT_FALSE(in.number().has_value());
  EXPECT_FALSE(in.find("z"));
  EXPECT_EQ(in.rest(), "abc");
}

TEST(LogCursor, RefusesIntegersThatADoubleCannotHold) {
  EXPECT_EQ(LogCursor("9007199254740991").integer(), 9007199254740991ULL);
  EXPECT_FALSE(LogCursor("9007199254740992").integer().has_value());
  EXPECT_FALSE(LogCursor("99999999999999999999999999").integer().has_value());
}

TEST(LogCursor, ReadsGroupedIntegers) {
  EXPECT_EQ(LogCursor("21,188,680 x").grouped_integer(), 21188680U);
  EXPECT_FALSE(LogCursor(",5").grouped_integer().has_value());
}

}  // namespace
}  // namespace verifier
