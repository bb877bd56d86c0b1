// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <vector>

#include "verifier/submission/claims.h"
#include "verifier/submission/defects.h"

#include <gtest/gtest.h>

namespace verifier {
namespace {

Claims read(const std::string& text) {
  std::vector<Defect> defects;
  auto claims = read_claims("submission.json", text, defects);
  EXPECT_TRUE(defects.empty()) << text;
  return claims.value_or(Claims{});
}

TEST(ClaimsReader, KeepsDigitsLineAndPointer) {
  const Claims claims = read("{\n \"val_bpb\": 1.10,\n \"bytes_total\": 15994785\n}");
  EXPECT_EQ(claims.val_bpb->value.text, "1.10");
  EXPECT_EQ(claims.val_bpb->value.decimals, 2);
  EXPECT_EQ(to_string(claims.val_bpb->origin), "submission.json:2 /val_bpb");
  EXPECT_EQ(claims.bytes_total->value, 15994785U);
  EXPECT_EQ(to_string(claims.bytes_total->origin), "submission.json:3 /bytes_total");
}

struct Shape {
  std::string name;
  std::string text;
  std::string val_bpb;  // "none" where there is no claim
};

class ScoreShape : public testing::TestWithParam<Shape> {};

TEST_P(ScoreShape, GivesTheClaimedScore) {
  const Claims claims = read(GetParam().text);
  EXPECT_EQ(claims.val_bpb ? claims.val_bpb->value.text : "none", GetParam().val_bpb);
}

INSTANTIATE_TEST_SUITE_P(
    Rows, ScoreShape,
    testing::Values(Shape{"Number", R"({"val_bpb": 0.6678})", "0.6678"},
                    Shape{"Integer", R"({"val_bpb": 1})", "1"},
                    Shape{"String", R"({"val_bpb": "1.1957"})", "1.1957"},
                    Shape{"Tilde", R"({"val_bpb": "~1.1957"})", "1.1957"},
                    Shape{"Mean", R"({"mean_val_bpb": 1.15023949})", "1.15023949"},
                    Shape{"MeanBehind", R"({"val_bpb_mean": 1.15})", "1.15"},
                    Shape{"ObjectWithMean", R"({"val_bpb": {"mean": 1.12, "std": 0.1}})", "1.12"},
                    Shape{"Null", R"({"val_bpb": null})", "none"},
                    Shape{"Pending", R"({"val_bpb": "pending"})", "none"},
                    Shape{"NullThenMean", R"({"val_bpb": null, "mean_val_bpb": 1.2})", "1.2"},
                    Shape{"List", R"({"val_bpb": [1.1]})", "none"}, Shape{"Nothing", "{}", "none"}),
    [](const auto& row) { return row.param.name; });

TEST(ClaimsReader, TakesBytesAndDeviationsUnderTheirManyNames) {
  EXPECT_EQ(read(R"({"total_bytes": 5})").bytes_total->value, 5U);
  EXPECT_EQ(read(R"({"artifact_bytes_max": 6})").bytes_total->value, 6U);
  EXPECT_EQ(read(R"({"artifact_size_bytes": "15,900,000"})").bytes_total->value, 15'900'000U);
  EXPECT_FALSE(read(R"({"bytes_total": 15.5})").bytes_total.has_value());
  EXPECT_FALSE(read(R"({"bytes_total": -1})").bytes_total.has_value());
  EXPECT_EQ(read(R"({"code_bytes": 71909})").bytes_code->value, 71909U);
  EXPECT_EQ(read(R"({"std_val_bpb": 0.0003})").val_bpb_std->value.text, "0.0003");
  EXPECT_EQ(read(R"({"std": 0.001})").val_bpb_std->value.text, "0.001");
}

TEST(ClaimsReader, DateIsADayOrATimeOfIt) {
  EXPECT_EQ(read(R"({"date": "2026-03-26"})").date->value, "2026-03-26");
  EXPECT_EQ(read(R"({"date": "2026-03-26T10:00:00Z"})").date->value, "2026-03-26");
  EXPECT_FALSE(read(R"({"date": "pending"})").date.has_value());
  EXPECT_FALSE(read(R"({"date": 20260326})").date.has_value());
}

TEST(ClaimsReader, SeesTheBoastOfAShortScript) {
  EXPECT_TRUE(read(R"({"compliance": {"under_1500_lines": true}})").under_1500_lines.has_value());
  EXPECT_FALSE(read(R"({"compliance": {"under_1500_lines": false}})").under_1500_lines.has_value());
  EXPECT_TRUE(read(R"({"blurb": "Code is under 1,500 lines."})").under_1500_lines.has_value());
  EXPECT_FALSE(read(R"({"blurb": "warmup over 1500 steps"})").under_1500_lines.has_value());
}

TEST(ClaimsReader, SkipsAByteOrderMark) {
  EXPECT_EQ(read("\xEF\xBB\xBF{\"val_bpb\": 1.5}").val_bpb->value.text, "1.5");
}

// 10^20 where bytes are meant, and integers no double holds: no claim, and nothing that stands for
// one.
TEST(ClaimsReader, TakesNoIntegerBeyond2To53) {
  for (const char* text : {"100000000000000000000", "9007199254740993", "1e20", "-1"}) {
    const std::string member = R"({"bytes_total": )" + std::string(text) + "}";
    std::vector<Defect> defects;
    const auto claims = read_claims("submission.json", member, defects);
    EXPECT_FALSE(claims && claims->bytes_total) << text;
  }
}

std::string many_zeros(int count) {
  std::string text = "0";
  for (int i = 1; i < count; ++i) {
    text += ",0";
  }
  return text;
}

struct Broken {
  std::string name;
  std::string text;
  std::string code;
  std::string says;
};

class BrokenJson : public testing::TestWithParam<Broken> {};

TEST_P(BrokenJson, IsADefectWithItsPlace) {
  std::vector<Defect> defects;
  EXPECT_FALSE(read_claims("submission.json", GetParam().text, defects).has_value());
  ASSERT_EQ(defects.size(), 1U);
  EXPECT_EQ(defects[0].code, GetParam().code);
  EXPECT_NE(defects[0].what.find(GetParam().says), std::string::npos) << defects[0].what;
}

INSTANTIATE_TEST_SUITE_P(
    Rows, BrokenJson,
    testing::Values(
        Broken{"Empty", "", "json-broken", "submission.json:1:1"},
        Broken{"TrailingComma", "{\"a\": 1,\n}", "json-broken", "submission.json:2:1"},
        Broken{"SecondObject", "{}\n{}", "json-broken", "submission.json:2:1"},
        Broken{"RawNewlineInAString", "{\"a\": \"x\ny\"}", "json-broken", "submission.json:"},
        Broken{"KeyTwice", "{\"val_bpb\": 1, \"val_bpb\": 2}", "json-broken", "stands twice"},
        Broken{"TooDeep", "{\"a\": " + std::string(40, '[') + std::string(40, ']') + "}",
               "json-broken", "nested deeper"},
        Broken{"HugeString", "{\"a\": \"" + std::string(100'000, 'x') + "\"}", "json-broken",
               "100000 bytes"},
        Broken{"HugeNumber", "{\"val_bpb\": 1e400}", "json-broken", "not JSON"},
        Broken{"NotANumber", "{\"val_bpb\": NaN}", "json-broken", "submission.json:1:13: not JSON"},
        Broken{"Infinity", "{\"val_bpb\": -Infinity}", "json-broken", "not JSON"},
        Broken{"InvalidUtf8", "{\"a\": \"\xFF\"}", "json-broken", "not JSON"},
        Broken{"LoneSurrogate", R"({"a": "\ud800"})", "json-broken", "not JSON"},
        Broken{"NulInAString", std::string("{\"a\": \"x\0y\"}", 13), "json-broken", "a NUL byte"},
        Broken{"NulBehind", std::string("{}\0", 3), "json-broken", "a NUL byte"},
        Broken{"TrailingText", "{\"val_bpb\": 1.1} and more", "json-broken",
               "submission.json:1:18: not JSON"},
        Broken{"Heredoc", "cat > submission.json <<'EOF'\n{}\nEOF\n", "json-broken",
               "submission.json:1:1: not JSON"},
        Broken{"KeyTwiceBelow", R"({"seed_results": {"42": 1, "42": 2}})", "json-broken",
               "stands twice"},
        Broken{"TenMegabyteString", "{\"a\": \"" + std::string(10'000'000, 'x') + "\"}",
               "json-broken", "10000000 bytes"},
        Broken{"TenMegabyteKey", "{\"" + std::string(10'000'000, 'x') + "\": 1}", "json-broken",
               "a key of 10000000 bytes"},
        Broken{"HundredThousandLevels", std::string(200'000, '['), "json-broken", "nested deeper"},
        Broken{"HundredThousandValues", "{\"a\": [" + many_zeros(100'000) + "]}", "json-broken",
               "more than 100000 values"},
        Broken{"Array", "[1, 2]", "json-not-an-object", "array"},
        Broken{"Number", "1.1", "json-not-an-object", "number"}),
    [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace verifier
