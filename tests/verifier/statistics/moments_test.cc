// SPDX-License-Identifier: Apache-2.0
#include "verifier/statistics/moments.h"

#include <stdexcept>
#include <vector>

#include <gtest/gtest.h>

namespace verifier::statistics {
namespace {

// The three logged finals of PR 796; expected values from the reference corpus' own facts, which
// another program computed.
TEST(Moments, OfThreeRealScores) {
  const std::vector<double> finals = {0.43706735, 0.43738561, 0.43768394};
  EXPECT_NEAR(mean(finals), 0.4373789667, 5e-11);
  EXPECT_NEAR(sample_deviation(finals), 0.0003083487, 5e-11);
  EXPECT_NEAR(population_deviation(finals), 0.0002517656, 5e-11);
}

TEST(Moments, ByHand) {
  const std::vector<double> values = {2, 4, 4, 4, 5, 5, 7, 9};
  EXPECT_DOUBLE_EQ(mean(values), 5);
  EXPECT_DOUBLE_EQ(population_deviation(values), 2);
  EXPECT_NEAR(sample_deviation(values), 2.138089935299395, 1e-15);
}

// One pass over squares would lose every digit here.
TEST(Moments, NearlyEqualValuesKeepTheirDigits) {
  const std::vector<double> values = {1e8 + 1, 1e8 + 2, 1e8 + 3};
  EXPECT_DOUBLE_EQ(sample_deviation(values), 1);
}

TEST(Moments, OneValueHasNoSampleDeviation) {
  const std::vector<double> one = {1.5};
  EXPECT_DOUBLE_EQ(mean(one), 1.5);
  EXPECT_DOUBLE_EQ(population_deviation(one), 0);
  EXPECT_THROW(sample_deviation(one), std::invalid_argument);
  EXPECT_THROW(mean({}), std::invalid_argument);
}

}  // namespace
}  // namespace verifier::statistics
