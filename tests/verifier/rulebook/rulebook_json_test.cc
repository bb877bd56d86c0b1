// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <string>

#include "verifier/rulebook/rulebook.h"

#include <gtest/gtest.h>

namespace verifier {
namespace {

constexpr std::array<RuleParam, 3> kParams = {
    {{"limit_ms", ParamKind::number}, {"unit", ParamKind::word}, {"names", ParamKind::list}}};
constexpr std::array<KnownCheck, 2> kChecks = {{{"time.train", kParams}, {"tree.schema", {}}}};

// A rule in parts, so that a case can replace one.
std::string rule(const std::string& id, const std::string& dates, const std::string& rest) {
  return R"({"id": ")" + id + R"(", "check": "time.train", "title": "t", "severity": "gating",
    "authority": "README", "source": "s", )" +
         dates + rest + "}";
}

const std::string kDates = R"("from": "2026-03-18", )";
const std::string kParamsText =
    R"("params": {"limit_ms": 600000, "unit": "ms", "names": ["a", "b"]}, )";
const std::string kExamples = R"("accepts": ["examples/a.json"], "rejects": ["examples/r.json"])";

std::string file_of(const std::string& rules, const std::string& more = "") {
  return R"({"track": "t", "rules": [)" + rules + R"(], "pins": {"val_tokens": "62021846"})" +
         more + "}";
}

std::string good() {
  return file_of(rule("A4", kDates, kParamsText + kExamples));
}

TEST(RulesFile, IsReadWhole) {
  const Rulebook book = rulebook_from_text(good(), "t.json", kChecks);
  EXPECT_EQ(book.track, "t");
  EXPECT_EQ(book.bytes, good().size());
  EXPECT_EQ(book.sha256.size(), 64U);
  EXPECT_EQ(book.pins.at("val_tokens"), "62021846");
  ASSERT_EQ(book.rules.size(), 1U);
  const Rule& read = book.rules[0];
  EXPECT_EQ(read.pointer, "/rules/0");
  EXPECT_EQ(read.number("limit_ms"), 600000);
  EXPECT_EQ(read.word("unit"), "ms");
  EXPECT_EQ(read.list("names"), (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(read.accepts, (std::vector<std::string>{"examples/a.json"}));
  EXPECT_FALSE(read.until.has_value());
  EXPECT_FALSE(read.unsettled.has_value());
}

TEST(RulesFile, RuleThatDoesNotApplyNeedsNoParams) {
  const Rulebook book = rulebook_from_text(
      file_of(rule("N-A4", kDates, R"("not_applicable": "no limit")")), "t.json", kChecks);
  EXPECT_EQ(book.rules[0].not_applicable, "no limit");
}

TEST(RulesFile, OtherReadingStandsBesideTheRule) {
  const Rulebook book = rulebook_from_text(
      file_of(rule("A4", kDates,
                   kParamsText + kExamples + R"(, "unsettled": {"says": "x", "source": "y"})")),
      "t.json", kChecks);
  EXPECT_EQ(book.rules[0].unsettled->says, "x");
}

struct Refused {
  std::string name;
  std::string text;
  std::string says;
};

class RefusedRules : public testing::TestWithParam<Refused> {};

TEST_P(RefusedRules, SayWhereAndWhat) {
  try {
    (void)rulebook_from_text(GetParam().text, "t.json", kChecks);
    FAIL() << "accepted";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::bad_input);
    const std::string message = error.what();
    EXPECT_EQ(message.rfind("t.json", 0), 0U) << message;
    EXPECT_NE(message.find(GetParam().says), std::string::npos) << message;
  }
}

INSTANTIATE_TEST_SUITE_P(
    Rows, RefusedRules,
    testing::Values(
        Refused{"NotJson", "{", "t.json:1:"},
        Refused{"UnknownMember",
                file_of(rule("A4", kDates, kParamsText + kExamples), R"(, "x": 1)"),
                "\"x\" is unknown"},
        Refused{"UnknownMemberOfARule",
                file_of(rule("A4", kDates, kParamsText + kExamples + R"(, "weight": 2)")),
                "/rules/0: the field \"weight\" is unknown"},
        Refused{"NoRules", file_of(""), "/rules: expected at least one rule"},
        Refused{"UnknownCheck", file_of(R"({"id": "A4", "check": "time.travel"})"),
                "there is no check \"time.travel\""},
        Refused{
            "MissingParam",
            file_of(rule("A4", kDates, R"("params": {"limit_ms": 1, "unit": "ms"}, )" + kExamples)),
            "/rules/0/params: the field \"names\" is missing"},
        Refused{"UndeclaredParam",
                file_of(rule("A4", kDates,
                             R"("params": {"limit_ms": 1, "unit": "ms", "names": [], "y": 2}, )" +
                                 kExamples)),
                "/rules/0/params: the field \"y\" is unknown"},
        Refused{"ParamOfTheWrongKind",
                file_of(rule("A4", kDates,
                             R"("params": {"limit_ms": "1", "unit": "ms", "names": []}, )" +
                                 kExamples)),
                "/params/limit_ms: found \"1\", expected a number"},
        Refused{
            "WrongSeverity",
            file_of(R"({"id": "A4", "check": "time.train", "title": "t", "severity": "fatal"})"),
            "/severity: found \"fatal\", expected one of \"advisory\", \"gating\""},
        Refused{"NoSuchDay",
                file_of(rule("A4", R"("from": "2026-02-30", )", kParamsText + kExamples)),
                "/from: found \"2026-02-30\", expected a day"},
        Refused{"EndsBeforeItBegins",
                file_of(rule("A4", R"("from": "2026-03-18", "until": "2026-03-17", )",
                             kParamsText + kExamples)),
                "/until: lies before"},
        Refused{"NoExample",
                file_of(rule("A4", kDates, kParamsText + R"("accepts": [], "rejects": [])")),
                "/accepts: expected a list of at least one examples/"},
        Refused{"ExampleElsewhere",
                file_of(rule("A4", kDates,
                             kParamsText + R"("accepts": ["examples/../x.json"], "rejects": [])")),
                "/accepts: expected"},
        Refused{"IdTwice",
                file_of(rule("A4", R"("from": "2026-03-18", "until": "2026-03-18", )",
                             kParamsText + kExamples) +
                        "," + rule("A4", R"("from": "2026-03-19", )", kParamsText + kExamples)),
                "/rules/1: the id \"A4\" stands at /rules/0 already"},
        Refused{"TwoRulesOnOneDay",
                file_of(rule("A4", R"("from": "2026-03-18", "until": "2026-03-20", )",
                             kParamsText + kExamples) +
                        "," + rule("A5", R"("from": "2026-03-20", )", kParamsText + kExamples)),
                "rule A5 and rule A4 are in force on the same day for time.train"},
        Refused{"PinThatIsNoText",
                R"({"track": "t", "rules": [)" + rule("A4", kDates, kParamsText + kExamples) +
                    R"(], "pins": {"val_tokens": 62021846}})",
                "/pins/val_tokens: found 62021846, expected a string"}),
    [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace verifier
