// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <set>
#include <string>

#include "tests/support/check_case.h"

#include <gtest/gtest.h>

namespace pgolf_test {
namespace {

using verifier::Stage;

// Table 5.1 of the report specification, marked G (required), in the order of ids.
TEST(CheckList, RequiredChecksOfAStageAreThoseOfTheTable) {
  EXPECT_EQ(verifier::required_checks(Stage::static_only),
            (std::vector<std::string>{"artifact.size", "causality.single-pass", "claim.arithmetic",
                                      "claim.log-consistent", "data.val-calibration",
                                      "data.val-identity", "metric.byte-count", "seeds.count",
                                      "time.eval", "time.train", "tree.layout", "tree.schema"}));
  EXPECT_EQ(verifier::required_checks(Stage::rerun),
            (std::vector<std::string>{"artifact.size",
                                      "causality.prefix",
                                      "causality.score-first",
                                      "causality.single-pass",
                                      "claim.arithmetic",
                                      "claim.log-consistent",
                                      "claim.reproduced",
                                      "data.val-calibration",
                                      "data.val-identity",
                                      "distribution.decodable",
                                      "distribution.noise-probe",
                                      "distribution.normalized",
                                      "metric.byte-count",
                                      "record.established",
                                      "replay.deterministic",
                                      "sandbox.tier",
                                      "seeds.count",
                                      "time.eval",
                                      "time.train",
                                      "tree.layout",
                                      "tree.schema"}));
}

TEST(CheckList, HoldsEveryRowOfTheTableOnce) {
  std::set<std::string> ids;
  for (const verifier::CheckEntry& check : verifier::all_checks()) {
    EXPECT_TRUE(ids.insert(std::string(check.id)).second) << check.id;
    EXPECT_FALSE(check.sentence.empty()) << check.id;
  }
  EXPECT_EQ(ids.size(), 36U);
}

TEST(CheckList, EveryBuiltCheckHasARuleAndReasons) {
  for (const verifier::CheckEntry& check : verifier::all_checks()) {
    if (check.function == nullptr) {
      continue;
    }
    EXPECT_FALSE(check.reasons.empty()) << check.id;
    EXPECT_NE(record_rules().in_force(check.id, "2026-04-01"), nullptr) << check.id;
  }
}

TEST(CheckList, FindsByIdAndNothingElse) {
  ASSERT_NE(verifier::find_check("artifact.size"), nullptr);
  EXPECT_EQ(verifier::find_check("artifact.size")->id, "artifact.size");
  EXPECT_EQ(verifier::find_check("artifact"), nullptr);
}

}  // namespace
}  // namespace pgolf_test
