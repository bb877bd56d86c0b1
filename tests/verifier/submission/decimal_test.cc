// SPDX-License-Identifier: Apache-2.0
#include "verifier/submission/decimal.h"

#include <string>

#include <gtest/gtest.h>

namespace verifier {
namespace {

struct Written {
  std::string name;
  std::string text;
  double value;
  int decimals;
};

class ParseDecimal : public testing::TestWithParam<Written> {};

TEST_P(ParseDecimal, KeepsValueAndDigits) {
  const auto number = parse_decimal(GetParam().text);
  ASSERT_TRUE(number.has_value());
  EXPECT_DOUBLE_EQ(number->value, GetParam().value);
  EXPECT_EQ(number->decimals, GetParam().decimals);
  EXPECT_EQ(number->text, GetParam().text);
}

INSTANTIATE_TEST_SUITE_P(Rows, ParseDecimal,
                         testing::Values(Written{"FourDecimals", "0.6678", 0.6678, 4},
                                         Written{"TrailingZero", "1.10", 1.1, 2},
                                         Written{"Integer", "15994785", 15994785, 0},
                                         Written{"Signed", "+1.5", 1.5, 1},
                                         Written{"Negative", "-1", -1, 0},
                                         Written{"SmallExponent", "1.25e-3", 0.00125, 5},
                                         Written{"LargeExponent", "1.6e+07", 16000000, 0},
                                         Written{"PointAtTheEnd", "5.", 5, 0}),
                         [](const auto& row) { return row.param.name; });

TEST(ParseDecimalRefuses, WhatIsNotOneNumber) {
  for (const char* text : {"", "-", ".5", "1.2.3", "1.1 ", " 1.1", "0x10", "nan", "inf", "1e400",
                           "pending", "1,000"}) {
    EXPECT_FALSE(parse_decimal(text).has_value()) << text;
  }
}

TEST(NumberLength, StopsBeforeWhatFollows) {
  EXPECT_EQ(number_length("1.1195 stride"), 6U);
  EXPECT_EQ(number_length("12ms"), 2U);
  EXPECT_EQ(number_length("1e"), 1U);
  EXPECT_EQ(number_length("1e-3x"), 4U);
  EXPECT_EQ(number_length("x"), 0U);
}

TEST(HalfUnit, IsHalfOfTheLastDigit) {
  EXPECT_DOUBLE_EQ(half_unit(*parse_decimal("0.6678")), 0.00005);
  EXPECT_DOUBLE_EQ(half_unit(*parse_decimal("3")), 0.5);
}

}  // namespace
}  // namespace verifier
