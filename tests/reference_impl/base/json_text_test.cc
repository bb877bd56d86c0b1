// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/base/json_text.h"

#include <cstring>
#include <limits>

#include "reference_impl/base/error.h"
#include "reference_impl/base/sha256.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace reference {
namespace {

// Most significant first, for the name of a row.
std::vector<std::uint8_t> bytes_of(std::uint64_t bits) {
  std::vector<std::uint8_t> bytes;
  for (unsigned shift = 64; shift > 0; shift -= 8) {
    bytes.push_back(static_cast<std::uint8_t>(bits >> (shift - 8)));
  }
  return bytes;
}

struct Refused {
  const char* name;
  const char* text;
  const char* message;
};

class RefusedJson : public testing::TestWithParam<Refused> {};

TEST_P(RefusedJson, SaysWhereAndWhat) {
  try {
    parse_json(GetParam().text, "f.json");
    FAIL() << "accepted";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::bad_input);
    EXPECT_NE(std::string(error.what()).find(GetParam().message), std::string::npos)
        << error.what();
  }
}

// A duplicate key is reported where it ends, anything else at the first byte that cannot stand
// there.
INSTANTIATE_TEST_SUITE_P(
    Rows, RefusedJson,
    testing::Values(
        Refused{"duplicate_key", "{\"a\":1,\n \"a\":2}", "f.json:2:4: the key \"a\" stands twice"},
        Refused{"trailing_text", "{\"a\":1}x", "f.json:1:8: not JSON"},
        Refused{"missing_colon", "{\"a\":1,\n\"b\" 2}", "f.json:2:5: not JSON"},
        Refused{"missing_comma", "{\"a\":1,\n\"bcd\":2\n  \"efgh\":3}", "f.json:3:3: not JSON"},
        Refused{"number_for_colon", "{\"a\" 123456}", "f.json:1:6: not JSON"},
        Refused{"empty_text", "", "f.json:1:1: not JSON"},
        Refused{"only_blanks", " \n ", "not JSON"},
        Refused{"cut_short", "{\"a\":", "f.json:1:6: not JSON"},
        Refused{"nan", "{\"a\":NaN}", "f.json:1:6: not JSON"},
        Refused{"beyond_a_double", "[1e400]", "not JSON"},
        Refused{"byte_order_mark", "\xEF\xBB\xBF{}", "f.json:1:1: a byte order mark"},
        Refused{"invalid_utf8", "\"\xFF\"", "not JSON"},
        Refused{"overlong_utf8", "\"\xC0\x80\"", "not JSON"},
        Refused{"lone_surrogate", "\"\\ud800\"", "not JSON"},
        Refused{"comment", "/*x*/{}", "f.json:1:1: not JSON"},
        Refused{"single_quotes", "{'a':1}", "f.json:1:2: not JSON"},
        Refused{"leading_zero", "[01]", "f.json:1:3: not JSON"},
        Refused{"control_character", "\"a\tb\"", "not JSON"},
        Refused{"depth_33", "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[0]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]",
                "f.json:1:33: nested deeper than 32"}),
    [](const auto& row) { return row.param.name; });

TEST(JsonText, ANulByteIsRefusedInsideAndOutsideAString) {
  EXPECT_THROW(parse_json(std::string_view("\"\0\"", 3), "f"), Error);
  EXPECT_THROW(parse_json(std::string_view("{}\0", 3), "f"), Error);
  EXPECT_THROW(parse_json(std::string_view("{}\0{}", 5), "f"), Error);
}

TEST(JsonText, IntegersBeyond2To53AreRefusedWhereExactOnesAreAsked) {
  JsonLimits limits;
  limits.exact_integers = true;
  EXPECT_EQ(parse_json("9007199254740991", "f", limits), 9007199254740991);
  EXPECT_EQ(parse_json("-9007199254740991", "f", limits), -9007199254740991);
  EXPECT_EQ(parse_json("1e300", "f", limits), 1e300);
  for (const char* text : {"9007199254740992", "-9007199254740992", "100000000000000000000"}) {
    EXPECT_THROW(parse_json(text, "f", limits), Error) << text;
    EXPECT_NO_THROW(parse_json(text, "f"));
  }
}

TEST(JsonText, LimitsHoldBeforeAnythingLargeIsBuilt) {
  JsonLimits limits;
  limits.nodes = 10;
  EXPECT_THROW(parse_json("[1,2,3,4,5,6,7,8,9,10]", "f", limits), Error);
  limits.string_bytes = 3;
  EXPECT_THROW(parse_json("\"four\"", "f", limits), Error);
  EXPECT_THROW(parse_json(std::string(200'000, '['), "f"), Error);
}

TEST(JsonText, ByteOrderMarkIsSkippedWhereAllowed) {
  JsonLimits limits;
  limits.skip_byte_order_mark = true;
  EXPECT_EQ(parse_json("\xEF\xBB\xBF{\"a\":1}", "f", limits).at("a"), 1);
}

TEST(JsonText, PlacesOfScalarsKeepLineAndDigits) {
  JsonScalars scalars;
  parse_json("{\"a\": 1.10,\n \"b/c\": [true,\n  7\n ],\n\"s\": \"x\"\n}", "f", {}, &scalars);
  EXPECT_EQ(scalars.at("/a").literal, "1.10");
  EXPECT_EQ(scalars.at("/a").line, 1U);
  EXPECT_EQ(scalars.at("/b~1c/0").line, 2U);
  EXPECT_EQ(scalars.at("/b~1c/1").literal, "7");
  EXPECT_EQ(scalars.at("/b~1c/1").line, 3U);
  EXPECT_EQ(scalars.at("/s").line, 5U);
  EXPECT_EQ(scalars.size(), 4U);
}

TEST(JsonText, LongKeysDoNotMultiplyIntoPlaces) {
  JsonScalars scalars;
  std::string text = "{\"" + std::string(60'000, 'k') + "\":[0";
  for (int i = 0; i < 50'000; ++i) {
    text += ",0";
  }
  parse_json(text + "]}", "f", {}, &scalars);
  EXPECT_TRUE(scalars.empty());
}

struct Canonical {
  const char* name;
  const char* in;
  const char* out;
};

class CanonicalJson : public testing::TestWithParam<Canonical> {};

// Expected values: RFC 8785 section 3.2.
TEST_P(CanonicalJson, IsRfc8785) {
  EXPECT_EQ(canonical_json(parse_json(GetParam().in, "f")), GetParam().out);
}

INSTANTIATE_TEST_SUITE_P(
    Rows, CanonicalJson,
    testing::Values(
        Canonical{"members_sorted", "{\"b\":1,\"a\":[true,null,false]}",
                  "{\"a\":[true,null,false],\"b\":1}"},
        // Section 3.2.2, whole.
        Canonical{"the_rfcs_sample",
                  "{\"numbers\": [333333333.33333329, 1E30, 4.50, 2e-3, "
                  "0.000000000000000000000000001],"
                  "\"string\": \"\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\\"\\/\","
                  "\"literals\": [null, true, false]}",
                  "{\"literals\":[null,true,false],"
                  "\"numbers\":[333333333.3333333,1e+30,4.5,0.002,1e-27],"
                  "\"string\":\"\xE2\x82\xAC$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}"},
        Canonical{"whole_float", "[56.0, 1e21, 1e20]", "[56,1e+21,100000000000000000000]"},
        Canonical{"zeros", "[-0.0, -0, 0e9]", "[0,0,0]"},
        Canonical{"nested_empty", "{\"a\":{},\"\":[]}", "{\"\":[],\"a\":{}}"},
        Canonical{"delete_is_kept", "\"\\u007f\"", "\"\x7F\""},
        // The surrogate pair of U+1F600 (D83D) sorts before U+FB33, against the order of UTF-8.
        Canonical{"utf16_order", "{\"\\ufb33\":1,\"\\ud83d\\ude00\":2,\"\\u20ac\":3,\"1\":4}",
                  "{\"1\":4,\"\xE2\x82\xAC\":3,\"\xF0\x9F\x98\x80\":2,\"\xEF\xAC\xB3\":1}"},
        // Section 3.2.3, whole.
        Canonical{"the_rfcs_order",
                  "{\"\\u20ac\":\"Euro Sign\",\"\\r\":\"Carriage Return\","
                  "\"\\ufb33\":\"Hebrew Letter Dalet With Dagesh\",\"1\":\"One\","
                  "\"\\ud83d\\ude00\":\"Emoji: Grinning Face\",\"\\u0080\":\"Control\","
                  "\"\\u00f6\":\"Latin Small Letter O With Diaeresis\"}",
                  "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\xC2\x80\":\"Control\","
                  "\"\xC3\xB6\":\"Latin Small Letter O With Diaeresis\","
                  "\"\xE2\x82\xAC\":\"Euro Sign\","
                  "\"\xF0\x9F\x98\x80\":\"Emoji: Grinning Face\","
                  "\"\xEF\xAC\xB3\":\"Hebrew Letter Dalet With Dagesh\"}"}),
    [](const auto& row) { return row.param.name; });

struct Number {
  std::uint64_t bits;  // of the IEEE 754 double
  const char* text;
};

class NumberText : public testing::TestWithParam<Number> {};

TEST_P(NumberText, IsThatOfAppendixB) {
  double value = 0;
  std::memcpy(&value, &GetParam().bits, sizeof value);
  EXPECT_EQ(number_text(value), GetParam().text);
}

// RFC 8785, appendix B, every finite row.
INSTANTIATE_TEST_SUITE_P(
    AppendixB, NumberText,
    testing::Values(
        Number{0x0000000000000000, "0"}, Number{0x8000000000000000, "0"},
        Number{0x0000000000000001, "5e-324"}, Number{0x8000000000000001, "-5e-324"},
        Number{0x7fefffffffffffff, "1.7976931348623157e+308"},
        Number{0xffefffffffffffff, "-1.7976931348623157e+308"},
        Number{0x4340000000000000, "9007199254740992"},
        Number{0xc340000000000000, "-9007199254740992"},
        Number{0x4430000000000000, "295147905179352830000"},
        Number{0x44b52d02c7e14af5, "9.999999999999997e+22"}, Number{0x44b52d02c7e14af6, "1e+23"},
        Number{0x44b52d02c7e14af7, "1.0000000000000001e+23"},
        Number{0x444b1ae4d6e2ef4e, "999999999999999700000"},
        Number{0x444b1ae4d6e2ef4f, "999999999999999900000"}, Number{0x444b1ae4d6e2ef50, "1e+21"},
        Number{0x3eb0c6f7a0b5ed8c, "9.999999999999997e-7"}, Number{0x3eb0c6f7a0b5ed8d, "0.000001"},
        Number{0x41b3de4355555553, "333333333.3333332"},
        Number{0x41b3de4355555554, "333333333.33333325"},
        Number{0x41b3de4355555555, "333333333.3333333"},
        Number{0x41b3de4355555556, "333333333.3333334"},
        Number{0x41b3de4355555557, "333333333.33333343"},
        Number{0xbecbf647612f3696, "-0.0000033333333333333333"},
        Number{0x43143ff3c1cb0959, "1424953923781206.2"}),
    [](const auto& row) { return "bits_" + to_hex(bytes_of(row.param.bits)); });

TEST(CanonicalJson, RefusesWhatIJsonCannotCarry) {
  EXPECT_THROW(canonical_json(nlohmann::json(9007199254740993ULL)), Error);
  EXPECT_THROW(number_text(std::numeric_limits<double>::infinity()), Error);
  EXPECT_THROW(number_text(std::numeric_limits<double>::quiet_NaN()), Error);
  EXPECT_THROW(canonical_json(nlohmann::json("\xFF")), Error);
}

}  // namespace
}  // namespace reference
