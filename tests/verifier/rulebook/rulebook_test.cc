// SPDX-License-Identifier: Apache-2.0
#include "verifier/rulebook/rulebook.h"

#include <string>

#include <gtest/gtest.h>

namespace verifier {
namespace {

Rule rule(const std::string& id, const std::string& from, const std::string& until = "") {
  Rule made;
  made.id = id;
  made.check = "time.train";
  made.from = from;
  if (!until.empty()) {
    made.until = until;
  }
  return made;
}

Rulebook three_ages() {
  Rulebook book;
  book.rules = {rule("old", "2026-03-18", "2026-03-31"), rule("new", "2026-04-01", "2026-04-30"),
                rule("last", "2026-05-01")};
  return book;
}

struct Day {
  std::string name;
  std::string date;
  std::string id;  // "none"
};

class InForce : public testing::TestWithParam<Day> {};

TEST_P(InForce, IsTheRuleOfTheDay) {
  const Rulebook book = three_ages();
  const Rule* found = book.in_force("time.train", GetParam().date);
  EXPECT_EQ(found == nullptr ? "none" : found->id, GetParam().id);
}

INSTANTIATE_TEST_SUITE_P(Days, InForce,
                         testing::Values(Day{"Before", "2026-03-17", "none"},
                                         Day{"FirstDay", "2026-03-18", "old"},
                                         Day{"LastDayIncluded", "2026-03-31", "old"},
                                         Day{"NextDay", "2026-04-01", "new"},
                                         Day{"OpenEnd", "2027-01-01", "last"}),
                         [](const auto& row) { return row.param.name; });

TEST(Rulebook, KnowsOnlyTheCheckThatWasAskedFor) {
  EXPECT_EQ(three_ages().in_force("time.eval", "2026-04-01"), nullptr);
}

TEST(Rulebook, GivesTheLaterRules) {
  const Rulebook book = three_ages();
  const auto later = book.later("time.train", "2026-03-20");
  ASSERT_EQ(later.size(), 2U);
  EXPECT_EQ(later[0]->id, "new");
  EXPECT_TRUE(book.later("time.train", "2026-05-01").empty());
}

TEST(Rule, ParamThatIsNotThereIsABugOfOurs) {
  Rule made = rule("A4", "2026-03-18");
  made.numbers["limit_ms"] = 5;
  EXPECT_EQ(made.number("limit_ms"), 5);
  EXPECT_THROW((void)made.number("note_ms"), Error);
  EXPECT_THROW((void)made.word("limit_ms"), Error);
  EXPECT_THROW((void)made.list("limit_ms"), Error);
}

TEST(IsDate, KnowsTheCalendar) {
  for (const char* good : {"2026-03-18", "2024-02-29", "2000-02-29", "2026-12-31"}) {
    EXPECT_TRUE(is_date(good)) << good;
  }
  for (const char* bad : {"2026-02-29", "1900-02-29", "2026-13-01", "2026-00-10", "2026-04-31",
                          "2026-4-30", "2026/04/30", "20260430", "2026-04-300", "pending", ""}) {
    EXPECT_FALSE(is_date(bad)) << bad;
  }
}

}  // namespace
}  // namespace verifier
