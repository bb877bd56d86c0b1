// SPDX-License-Identifier: Apache-2.0
#include "verifier/statistics/picking.h"

#include <cmath>
#include <stdexcept>
#include <vector>

#include <gtest/gtest.h>

namespace verifier::statistics {
namespace {

// statistics.md section 4.2; the best of two is -1/sqrt(pi) exactly.
TEST(BestOfShift, KnownValues) {
  EXPECT_NEAR(best_of_shift(1, 2), -0.56418958354775629, 1e-13);
  EXPECT_NEAR(best_of_shift(3, 3), 0, 1e-13);
  EXPECT_NEAR(best_of_shift(3, 10), -1.065389627, 6e-10);
  EXPECT_NEAR(best_of_shift(3, 50), -1.910859951, 6e-10);
  EXPECT_NEAR(best_of_shift(5, 7), -0.421910529, 6e-10);
  EXPECT_THROW(best_of_shift(4, 3), std::invalid_argument);
}

TEST(PermutationFloor, IsOneOverTheChoices) {
  EXPECT_DOUBLE_EQ(permutation_floor(3, 3), 1.0 / 20);
  EXPECT_DOUBLE_EQ(permutation_floor(3, 7), 1.0 / 120);
  EXPECT_DOUBLE_EQ(permutation_floor(5, 3), 1.0 / 56);
}

TEST(Shift, OfAClaimBelowItsRerun) {
  EXPECT_NEAR(shift_z({3, 1.0}, {3, 1.002}, 0.001), -2 / std::sqrt(2.0 / 3), 1e-9);
  EXPECT_DOUBLE_EQ(stouffer(std::vector<double>{-1, -2, -3, -2}), -4);
  EXPECT_THROW(stouffer({}), std::invalid_argument);
}

// statistics.md section 4.3: for three runs 1 - exp(-s^2/sigma^2), and the rest above.
TEST(Spread, OfThreeRuns) {
  const Summary narrow = summary_of(3, 1, 0.1);
  EXPECT_NEAR(chance_of_smaller_spread(narrow, 1), 0.0099501662508319464, 1e-15);
  EXPECT_NEAR(chance_of_larger_spread(narrow, 1), std::exp(-0.01), 1e-15);
}

}  // namespace
}  // namespace verifier::statistics
