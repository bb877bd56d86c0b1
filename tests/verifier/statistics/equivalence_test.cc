// SPDX-License-Identifier: Apache-2.0
#include "verifier/statistics/equivalence.h"

#include <vector>

#include <gtest/gtest.h>

namespace verifier::statistics {
namespace {

const std::vector<double> k1855 = {1.05989454, 1.06124613, 1.06208695};
const std::vector<double> k1868 = {1.06083, 1.06091, 1.06249};

Equivalence tried(double epsilon) {
  return equivalence(summarize(k1855), summarize(k1868), epsilon);
}

// statistics.md section 3.1.
TEST(PredictionMultiplier, OfThreeClaimedRuns) {
  EXPECT_NEAR(prediction_multiplier(3, 1, 0.05), 4.9682754235, 5e-10);
  EXPECT_NEAR(prediction_multiplier(3, 3, 0.01), 8.1036005398, 5e-10);
  EXPECT_NEAR(prediction_multiplier(10, 5, 0.05), 1.2390345067, 5e-10);
}

// statistics.md section 3.2.
TEST(Equivalence, WithANarrowMarginIsOnlyBetter) {
  const Equivalence result = tried(0.002);
  EXPECT_NEAR(result.p_lower, 0.059608352483030512, 1e-10);
  EXPECT_NEAR(result.p_upper, 0.025420433053689713, 1e-10);
  EXPECT_EQ(result.p, result.p_lower);
  EXPECT_NEAR(result.low, -0.0021317625023807694, 1e-12);
  EXPECT_EQ(verdict_of(result, 0.002), EquivalenceVerdict::better_than_claimed);
}

TEST(Equivalence, WithAWideMarginIsEquivalent) {
  const Equivalence result = tried(0.005);
  EXPECT_NEAR(result.p, 0.0027428344006698195, 1e-11);
  EXPECT_EQ(verdict_of(result, 0.005), EquivalenceVerdict::equivalent);
}

TEST(Equivalence, AtEpsilonZeroIsNeverShown) {
  EXPECT_GE(tried(0).p, 0.5);
  const Equivalence same = equivalence(summarize(k1855), summarize(k1855), 0);
  EXPECT_DOUBLE_EQ(same.p, 0.5);
}

TEST(Equivalence, WorseThanClaimedLiesWhollyAboveEpsilon) {
  std::vector<double> worse = k1855;
  for (double& score : worse) {
    score += 0.02;
  }
  const Equivalence result = equivalence(summarize(worse), summarize(k1868), 0.002);
  EXPECT_GT(result.low, 0.002);
  EXPECT_EQ(verdict_of(result, 0.002), EquivalenceVerdict::worse_than_claimed);
}

TEST(Equivalence, OtherwiseIsUndecided) {
  const Equivalence result = equivalence(summarize(k1868), summarize(k1855), 0.0005);
  EXPECT_EQ(verdict_of(result, 0.0005), EquivalenceVerdict::undecided);
}

}  // namespace
}  // namespace verifier::statistics
