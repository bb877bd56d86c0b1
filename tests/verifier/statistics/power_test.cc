// SPDX-License-Identifier: Apache-2.0
#include "verifier/statistics/power.h"

#include <cmath>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace verifier::statistics {
namespace {

// statistics.md section 2.6, three seeds a side.
TEST(Gap, OfThreeSeeds) {
  EXPECT_NEAR(gap_one_sample(3, 0.01), 4.0210, 5e-5);
  EXPECT_NEAR(gap_pooled(3, 3, 0.01), 3.0594, 5e-5);
  EXPECT_NEAR(gap_moderated(3, 3, 0.01, 50), 1.9575, 5e-5);
  EXPECT_NEAR(gap_known_sigma(3, 3, 0.01), 1.8995, 5e-5);
  EXPECT_NEAR(gap_known_sigma_one_sample(3, 0.01), 1.343117571, 5e-10);
}

TEST(Power, OfThreeSeeds) {
  EXPECT_NEAR(power_pooled(3, 3, 2, 0.01), 0.26127378, 5e-9);
  EXPECT_NEAR(power_one_sample(3, 2, 0.01), 0.22725166, 5e-9);
  EXPECT_NEAR(power_moderated(3, 3, 2, 0.01, 50), 0.52460963, 5e-9);
  EXPECT_NEAR(power_known_sigma(3, 3, 2, 0.01), 0.54900262, 5e-9);
}

struct Simulated {
  std::string name;
  double gap;
  double power;
};

class WelchPower : public testing::TestWithParam<Simulated> {};

// The specification simulated these to +-0.001.
TEST_P(WelchPower, AgreesWithSimulation) {
  const Summary unit = summary_of(3, 0, 1);
  EXPECT_NEAR(power_welch(unit, unit, GetParam().gap, 0.01), GetParam().power, 0.0015);
}

INSTANTIATE_TEST_SUITE_P(ThreeSeeds, WelchPower,
                         testing::Values(Simulated{"Gap1", 1, 0.045}, Simulated{"Gap2", 2, 0.174},
                                         Simulated{"Gap3", 3, 0.397}, Simulated{"Gap4", 4, 0.636},
                                         Simulated{"Gap5", 5, 0.814}),
                         [](const auto& row) { return row.param.name; });

// At a true gap of zero the power is the size of the test, which section 2.1 gives.
TEST(WelchPower, WithoutGapIsTheSize) {
  EXPECT_NEAR(power_welch(summary_of(3, 0, 1), summary_of(3, 0, 1), 0, 0.01), 0.0062, 3e-4);
  EXPECT_NEAR(power_welch(summary_of(5, 0, 1), summary_of(5, 0, 1), 0, 0.01), 0.0081, 3e-4);
  EXPECT_NEAR(power_welch(summary_of(10, 0, 1), summary_of(10, 0, 1), 0, 0.01), 0.0094, 3e-4);
  EXPECT_NEAR(power_welch(summary_of(3, 0, 3), summary_of(3, 0, 1), 0, 0.01), 0.0107, 3e-4);
}

TEST(WelchPower, DoesNotMoveWithTheUnit) {
  const double wide = power_welch(summary_of(3, 0, 1), summary_of(5, 0, 2), 3, 0.01);
  const double narrow = power_welch(summary_of(3, 0, 1e-4), summary_of(5, 0, 2e-4), 3e-4, 0.01);
  EXPECT_NEAR(wide, narrow, 1e-9);
}

TEST(WelchPower, OfTwoAgainstTwentyRunsIsAProbability) {
  const double power = power_welch(summary_of(2, 0, 1), summary_of(20, 0, 1), 2, 0.01);
  EXPECT_GT(power, 0);
  EXPECT_LT(power, power_welch(summary_of(3, 0, 1), summary_of(20, 0, 1), 2, 0.01));
}

// At the smallest passing gain p is alpha.
TEST(SmallestPassingGain, JustReachesAlpha) {
  const Summary reference = summary_of(3, 1.081, 0.00019672);
  const double gain = smallest_passing_gain(summary_of(3, 0, 0.000496), reference, 0.0019, 0.01);
  EXPECT_NEAR(welch(summary_of(3, 1.081 - gain, 0.000496), reference, 0.0019).p, 0.01, 1e-9);
  // Section 2.6: at equal spreads of 0.0007 it is delta + 0.002142.
  const Summary even = summary_of(3, 1, 0.0007);
  EXPECT_NEAR(smallest_passing_gain(even, even, 0.001, 0.01), 0.001 + 0.002142, 5e-7);
}

// statistics.md section 2.8.
TEST(ChanceOfFalseRecord, GrowsWithSubmissions) {
  EXPECT_NEAR(chance_of_false_record(10, 0.01), 0.096, 5e-4);
  EXPECT_NEAR(chance_of_false_record(100, 0.01), 0.634, 5e-4);
}

}  // namespace
}  // namespace verifier::statistics
