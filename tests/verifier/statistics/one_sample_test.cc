// SPDX-License-Identifier: Apache-2.0
#include "verifier/statistics/one_sample.h"

#include <stdexcept>
#include <vector>

#include <gtest/gtest.h>

namespace verifier::statistics {
namespace {

// statistics.md section 2.4.
TEST(OneSample, AgainstAConstantOfTheRules) {
  const std::vector<double> scores = {3.2791, 3.2787, 3.2794};
  const TestResult test = one_sample(summarize(scores), 3.28);
  EXPECT_NEAR(test.t, -4.6031716445500041, 1e-8);
  EXPECT_NEAR(test.p, 0.022047880600756789, 1e-10);
  EXPECT_DOUBLE_EQ(test.df, 2);
}

TEST(OneSample, AMeasuredMeanIsNoConstant) {
  EXPECT_NEAR(true_size(0.01, 3, 3), 0.019423041377442574, 1e-15);
  EXPECT_NEAR(true_size(0.01, 10, 3), 0.10416641582424438, 1e-14);
  EXPECT_NEAR(true_size(0.01, 3, 100'000'000), 0.01, 1e-8);
}

// statistics.md section 2.5: with sigma 0.0013 the speedrun's 0.004 is 3.0902 sigma rounded down,
// so its level is a little above 0.001.
TEST(OneSample, KnownSigmaOfTheSpeedrun) {
  EXPECT_NEAR(one_sample_known_sigma({1, 3.276}, 3.28, 0, 0.0013).p, 0.00104, 1e-5);
  EXPECT_NEAR(one_sample_known_sigma({1, 3.28 - 3.0902323061678135 * 0.0013}, 3.28, 0, 0.0013).p,
              0.001, 1e-12);
  EXPECT_NEAR(one_sample_known_sigma({4, 3.278}, 3.28, 0, 0.0013).p, 0.00104, 1e-5);
}

TEST(OneSample, RefusesAZeroSpread) {
  EXPECT_THROW(one_sample(summary_of(3, 1, 0), 2), std::invalid_argument);
}

}  // namespace
}  // namespace verifier::statistics
