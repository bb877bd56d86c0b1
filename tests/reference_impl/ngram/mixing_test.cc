// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/ngram/mixing.h"

#include <cmath>

#include "tests/support/small_cache.h"

#include <gtest/gtest.h>

namespace reference {
namespace {

using pgolf_test::small_796;
using pgolf_test::small_796_mult;
using pgolf_test::small_806;
using pgolf_test::small_dirichlet;

TEST(Mixing, TheHighestOrderWithEnoughContextDecides) {
  const std::vector<OrderCounts> counts = {{9, 9}, {2, 0}, {1, 1}};
  EXPECT_EQ(matched_index(small_806(), counts), 1);
  EXPECT_EQ(matched_index(small_dirichlet(), counts), 2);
  EXPECT_EQ(matched_index(small_806(), std::vector<OrderCounts>{{1, 1}, {0, 5}}), -1);
}

// No backoff to a lower order where the true token was never seen: q is 0.
TEST(Mixing, AMatchWithoutTheTokenLowersTheScore) {
  CacheConfig config = small_806();
  config.gate.kind = GateKind::fixed;
  config.gate.alpha = 0.4;
  const CacheScore score = mix_counts(config, {.probability = 0.5, .entropy_nats = 1},
                                      std::vector<OrderCounts>{{9, 9}, {2, 0}});
  EXPECT_EQ(score.matched_order, 3);
  EXPECT_EQ(score.context_count, 2U);
  EXPECT_EQ(score.full_count, 0U);
  EXPECT_DOUBLE_EQ(score.probability, 0.6 * 0.5);
}

// A full count above the context's (a collision) counts as the context's.
TEST(Mixing, FullCountsAreCappedByTheContext) {
  CacheConfig config = small_806();
  config.gate.kind = GateKind::fixed;
  config.gate.alpha = 0.4;
  const CacheScore score = mix_counts(config, {.probability = 0.5, .entropy_nats = 1},
                                      std::vector<OrderCounts>{{2, 700}});
  EXPECT_DOUBLE_EQ(score.probability, 0.6 * 0.5 + 0.4);
  EXPECT_EQ(score.full_count, 700U);
}

TEST(Mixing, AnUnmatchedPositionKeepsTheNetworkAndItsClip) {
  EXPECT_EQ(mix_counts(small_806(), {.probability = 0.25, .entropy_nats = 1}, {}).probability,
            0.25);
  EXPECT_EQ(mix_counts(small_806(), {.probability = 1e-15, .entropy_nats = 1}, {}).probability,
            1e-12);
  EXPECT_EQ(mix_counts(small_806(), {.probability = 0.25, .entropy_nats = 1}, {}).alpha, 0.0);
}

// At the centre the sigmoid is one half: base + range / 2.
TEST(Mixing, GateCentersAreThoseOfTheVariants) {
  EXPECT_DOUBLE_EQ(count_weight(small_806(), 2, 4.0), 0.325);
  EXPECT_DOUBLE_EQ(count_weight(small_806(), 7, 4.0), 0.325);
  EXPECT_DOUBLE_EQ(count_weight(small_796(), 2, 4.5), 0.325);
  EXPECT_DOUBLE_EQ(count_weight(small_796(), 15, 2.5), 0.325);
  EXPECT_DOUBLE_EQ(count_weight(pgolf_test::small_798_centers(), 2, 4.5), 0.325);
  EXPECT_DOUBLE_EQ(count_weight(pgolf_test::small_798_centers(), 4, 3.8), 0.325);
  EXPECT_DOUBLE_EQ(count_weight(pgolf_test::small_798_centers(), 7, 3.0), 0.325);
  EXPECT_DOUBLE_EQ(count_weight(small_806(), 2, 5.0), 0.05 + 0.55 / (1 + std::exp(-2.0)));
}

TEST(Mixing, MultipliersRepeatTheirLastAndAreCapped) {
  EXPECT_DOUBLE_EQ(count_weight(small_796_mult(), 2, 4.5), 0.3 * 0.325);
  EXPECT_DOUBLE_EQ(count_weight(small_796_mult(), 15, 2.5), 2.0 * 0.325);
  EXPECT_DOUBLE_EQ(count_weight(small_796_mult(), 15, 100.0), 0.95);
}

// By hand: ((1 + 5*0.5)/(2+5) = 0.5; (3 + 5*0.5)/(3+5) = 0.6875; orders without count pass.
TEST(Mixing, DirichletRunsFromLowToHigh) {
  const CacheScore score = mix_counts(small_dirichlet(), {.probability = 0.5, .entropy_nats = 1},
                                      std::vector<OrderCounts>{{2, 1}, {0, 7}, {3, 9}, {0, 0}});
  EXPECT_DOUBLE_EQ(score.probability, 0.6875);
  EXPECT_EQ(score.matched_order, 4);
  EXPECT_EQ(score.alpha, 0.0);
}

struct Coded {
  double probability;
  std::uint64_t bits;
};

class CodedBits : public testing::TestWithParam<Coded> {};

TEST_P(CodedBits, AreInUnitsOfTwoToTheMinus32) {
  EXPECT_EQ(coded_bits(GetParam().probability), GetParam().bits);
}

INSTANTIATE_TEST_SUITE_P(Rows, CodedBits,
                         testing::Values(Coded{1.0, 0}, Coded{0.5, 4294967296},
                                         Coded{0.25, 8589934592}),
                         [](const auto& row) {
                           return std::to_string(row.param.bits >> 32U) + "_bits";
                         });

TEST(Mixing, Float32TrailRoundsWhereTheSubmissionDid) {
  const NeuralScore neural{.probability = 0.1, .entropy_nats = 1};
  const CacheScore unmatched{.probability = 0.1};
  EXPECT_EQ(float32_nats(neural, unmatched), static_cast<double>(-std::log(0.1F)));
  const CacheScore matched{
      .probability = 0.28, .alpha = 0.2, .matched_order = 3, .context_count = 3, .full_count = 3};
  const float kept = (1.0F - 0.2F) * 0.1F;
  const auto mixed = static_cast<float>(static_cast<double>(kept) + static_cast<double>(0.2F));
  EXPECT_EQ(float32_nats(neural, matched), static_cast<double>(-std::log(mixed)));
}

}  // namespace
}  // namespace reference
