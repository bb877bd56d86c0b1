// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <vector>

#include "verifier/checks/finding.h"

#include <gtest/gtest.h>

namespace verifier {
namespace {

Finding gating(Status status, const std::string& id = "a.check") {
  Finding finding;
  finding.check = id;
  finding.severity = "gating";
  finding.status = status;
  return finding;
}

Finding advisory(Status status) {
  Finding finding = gating(status, "b.advice");
  finding.severity = "advisory";
  return finding;
}

Finding not_applicable(bool with_evidence) {
  Finding finding = gating(Status::not_run, "c.other");
  finding.reason = "not-applicable";
  if (with_evidence) {
    finding.evidence = {{"manifest", "00", 1}};
  }
  return finding;
}

struct Combination {
  std::string name;
  std::vector<Finding> findings;
  std::vector<std::string> required;
  Verdict verdict;
};

class Decide : public testing::TestWithParam<Combination> {};

TEST_P(Decide, AggregatesAsSpecified) {
  EXPECT_EQ(to_string(decide(GetParam().findings, GetParam().required)),
            to_string(GetParam().verdict));
}

INSTANTIATE_TEST_SUITE_P(
    Combinations, Decide,
    testing::Values(Combination{"AllPass", {gating(Status::pass)}, {"a.check"}, Verdict::pass},
                    Combination{"Fail", {gating(Status::fail)}, {"a.check"}, Verdict::fail},
                    Combination{"FailBeforeInconclusive",
                                {gating(Status::inconclusive), gating(Status::fail, "z.last")},
                                {},
                                Verdict::fail},
                    Combination{"FailAlthoughARequiredOneIsAbsent",
                                {gating(Status::fail)},
                                {"a.check", "absent"},
                                Verdict::fail},
                    Combination{"Inconclusive",
                                {gating(Status::pass), gating(Status::inconclusive, "z.last")},
                                {},
                                Verdict::inconclusive},
                    Combination{"NotRun",
                                {gating(Status::pass), gating(Status::not_run, "z.last")},
                                {},
                                Verdict::inconclusive},
                    Combination{"NotApplicableWithEvidence",
                                {gating(Status::pass), not_applicable(true)},
                                {"c.other"},
                                Verdict::pass},
                    Combination{"NotApplicableWithoutEvidence",
                                {gating(Status::pass), not_applicable(false)},
                                {},
                                Verdict::inconclusive},
                    Combination{"RequiredOneAbsent",
                                {gating(Status::pass)},
                                {"a.check", "absent"},
                                Verdict::inconclusive},
                    Combination{"Nothing", {}, {}, Verdict::inconclusive},
                    Combination{
                        "AdvisoryAlone", {advisory(Status::pass)}, {}, Verdict::inconclusive},
                    Combination{"AdvisoryFailChangesNothing",
                                {gating(Status::pass), advisory(Status::fail)},
                                {"a.check"},
                                Verdict::pass},
                    Combination{"AdvisoryPassSavesNothing",
                                {gating(Status::fail), advisory(Status::pass)},
                                {},
                                Verdict::fail},
                    Combination{"UnknownSeverityGates",
                                {[] {
                                  Finding finding = gating(Status::fail);
                                  finding.severity = "whatever";
                                  return finding;
                                }()},
                                {},
                                Verdict::fail}),
    [](const auto& row) { return row.param.name; });

TEST(Verdict, HasTheExitCodesOfTheSpecification) {
  EXPECT_EQ(exit_code(Verdict::pass), 0);
  EXPECT_EQ(exit_code(Verdict::fail), 1);
  EXPECT_EQ(exit_code(Verdict::inconclusive), 2);
}

TEST(Status, HasTheWordsOfTheSpecification) {
  EXPECT_EQ(to_string(Status::pass), "pass");
  EXPECT_EQ(to_string(Status::fail), "fail");
  EXPECT_EQ(to_string(Status::inconclusive), "inconclusive");
  EXPECT_EQ(to_string(Status::not_run), "not-run");
}

}  // namespace
}  // namespace verifier
