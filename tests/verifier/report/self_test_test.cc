// SPDX-License-Identifier: Apache-2.0
#include "verifier/report/self_test.h"

#include <set>
#include <string>

#include "tests/support/sample_report.h"
#include "verifier/checks/check.h"
#include "verifier/report/report.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace verifier {
namespace {

PlantedCheat cheat(std::vector<std::string> expected, std::vector<std::string> caught_by) {
  return {"cache", "name", "what", std::move(expected), std::move(caught_by)};
}

// Six cheats: one that only I9 must catch, one missed by I9 and caught by I12, and so on.
SelfTest six_cheats() {
  SelfTest self_test;
  self_test.cheats = {cheat({"I9"}, {"I9", "I11"}), cheat({"I9", "I12"}, {"I12"}),
                      cheat({"I10"}, {"I10"}),      cheat({"I1", "I8"}, {"I1"}),
                      cheat({"I3"}, {"I3"}),        cheat({"unreadable"}, {"unreadable"})};
  return self_test;
}

struct Row {
  std::string name;
  std::string check;
  std::uint64_t mutants;
  std::uint64_t killed;
};

class DetectionOf : public testing::TestWithParam<Row> {};

TEST_P(DetectionOf, CountsWhatItsInvariantsMustCatch) {
  const auto detection = detection_of(six_cheats(), GetParam().check);
  ASSERT_TRUE(detection.has_value());
  EXPECT_EQ(detection->mutants, GetParam().mutants);
  EXPECT_EQ(detection->killed, GetParam().killed);
}

INSTANTIATE_TEST_SUITE_P(Rows, DetectionOf,
                         testing::Values(Row{"Prefix", "causality.prefix", 3, 2},
                                         Row{"ScoreFirst", "causality.score-first", 2, 1},
                                         Row{"SinglePass", "causality.single-pass", 0, 0},
                                         Row{"Normalized", "distribution.normalized", 0, 0},
                                         Row{"Replay", "replay.deterministic", 1, 1}),
                         [](const auto& row) { return row.param.name; });

// Of the five checks that judge by the audit's invariants, each has cheats of its own, all caught.
TEST(EmbeddedSelfTest, TriesEveryCheckOfTheAudit) {
  const SelfTest self_test = embedded_self_test();
  std::set<std::string> tried;
  for (const CheckEntry& check : all_checks()) {
    const auto detection = detection_of(self_test, check.id);
    if (detection) {
      tried.emplace(check.id);
      EXPECT_GT(detection->mutants, 0U) << check.id;
      EXPECT_LE(detection->mutants, self_test.mutants) << check.id;
      EXPECT_EQ(detection->killed, detection->mutants) << check.id;
    }
  }
  EXPECT_EQ(tried, (std::set<std::string>{"causality.prefix", "causality.score-first",
                                          "causality.single-pass", "distribution.normalized",
                                          "replay.deterministic"}));
}

// A static check's detection would make factsDigest depend on the build that judged.
TEST(Detection, StandsBesideFindingsOfARerunAlone) {
  const auto judged = [](const std::string& method) {
    Report report = pgolf_test::passing_report();
    Finding finding = pgolf_test::sample_finding("causality.single-pass", Status::inconclusive);
    finding.method = method;
    report.findings = {finding};
    return statement_json(report)["predicate"]["checks"][0];
  };
  EXPECT_FALSE(judged("static").contains("detection"));
  const auto detection = detection_of(embedded_self_test(), "causality.single-pass");
  EXPECT_EQ(judged("rerun")["detection"],
            (nlohmann::json{{"falseAlarms", embedded_self_test().false_alarms},
                            {"killed", detection->killed},
                            {"mutants", detection->mutants}}));
}

}  // namespace
}  // namespace verifier
