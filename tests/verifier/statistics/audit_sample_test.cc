// SPDX-License-Identifier: Apache-2.0
#include "verifier/statistics/audit_sample.h"

#include <cmath>

#include <gtest/gtest.h>

namespace verifier::statistics {
namespace {

const AuditedScorer kLarge = {8192, 3.7266, 0};

// statistics.md section 5.
TEST(AuditPositions, OfTheSpecifiedTable) {
  const double share = least_offending_share(kLarge, 0.002);
  EXPECT_NEAR(share, 0.00057332308, 5e-12);
  EXPECT_EQ(audit_positions(share, 0.99), 8031U);
  EXPECT_EQ(audit_positions(share, 1 - 1e-6), 24091U);
}

TEST(AuditPositions, OneFewerWouldMissTooOften) {
  const double share = 0.01;
  const double k = static_cast<double>(audit_positions(share, 0.99));
  EXPECT_LE(std::pow(1 - share, k), 0.01);
  EXPECT_GT(std::pow(1 - share, k - 1), 0.01);
}

TEST(LeastShare, ATolerancedScorerMayHideAGain) {
  EXPECT_LT(least_offending_share({8192, 3.7266, 1e-3}, 0.002),
            least_offending_share(kLarge, 0.002));
}

TEST(ShareBound, TurnsTheSampleSizeAround) {
  EXPECT_NEAR(share_bound(8031, 0.99), 0.00057332308, 1e-7);
}

TEST(StolenBits, Hoeffding) {
  EXPECT_NEAR(stolen_bits_bound(8192, 8031, 0.99), 13 * std::sqrt(std::log(200.0) / 16062), 1e-12);
}

}  // namespace
}  // namespace verifier::statistics
