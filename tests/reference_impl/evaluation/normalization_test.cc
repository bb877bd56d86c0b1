// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/evaluation/normalization.h"

#include <cmath>

#include "reference_impl/base/error.h"
#include "reference_impl/evaluation/softmax.h"
#include "tests/support/small_cache.h"

#include <gtest/gtest.h>

namespace reference {
namespace {

// By hand: 1, 2, 3, 4, 5 has quantiles at 1 + 4 q; floor(5/4) is one position a quarter.
TEST(NormalizerStatistics, AreThoseComputedByHand) {
  const NormalizerStatistics statistics = normalizer_statistics({5, 1, 4, 2, 3});
  EXPECT_DOUBLE_EQ(statistics.mean, 3);
  EXPECT_DOUBLE_EQ(statistics.median, 3);
  EXPECT_DOUBLE_EQ(statistics.p10, 1.4);
  EXPECT_DOUBLE_EQ(statistics.p90, 4.6);
  EXPECT_DOUBLE_EQ(statistics.p99, 4.96);
  EXPECT_DOUBLE_EQ(statistics.least, 1);
  EXPECT_DOUBLE_EQ(statistics.most, 5);
  EXPECT_DOUBLE_EQ(statistics.share_above_1_01, 0.8);
  EXPECT_DOUBLE_EQ(statistics.share_below_0_99, 0);
  EXPECT_DOUBLE_EQ(statistics.sum_ln, std::log(120.0));
  EXPECT_DOUBLE_EQ(statistics.mean_log2, std::log2(120.0) / 5);
  EXPECT_EQ(statistics.mean_by_quarter, (std::vector<double>{5, 1, 4, 2}));
}

TEST(NormalizerStatistics, FewerThanFourPositionsHaveNoQuarters) {
  EXPECT_TRUE(normalizer_statistics({1, 1, 1}).mean_by_quarter.empty());
  EXPECT_THROW(normalizer_statistics({}), Error);
}

// An empty cache leaves the network's distribution: four equal tokens, two bits each.
TEST(RowVerdict, OfAnEmptyCacheIsTheNetworks) {
  const auto cache = make_ngram_cache(pgolf_test::small_806(), test_digest_key());
  const std::vector<float> logits(4, 1.0F);
  const std::vector<std::uint16_t> prefix = {1, 2, 3};
  const RowVerdict verdict = judge_row(*cache, prefix, 2, logits, neural_score(logits, 2));
  EXPECT_DOUBLE_EQ(verdict.z, 1);
  EXPECT_DOUBLE_EQ(verdict.component_nats, std::log(4.0));
  EXPECT_NEAR(verdict.code_bits, 2, 1e-8);
  EXPECT_DOUBLE_EQ(verdict.score_at_token, 0.25);
}

// One bucket: every candidate's count is the context's, so q is 1 for all of V = 4 and
// Z = (1 - alpha) + 4 alpha; the component is one fourth.
TEST(RowVerdict, OfOneBucketClaimsEveryTokenWhole) {
  CacheConfig config = pgolf_test::small_806();
  config.buckets = 1;
  config.gate.kind = GateKind::fixed;
  config.gate.alpha = 0.4;
  const auto cache = make_ngram_cache(config, test_digest_key());
  const std::vector<std::uint16_t> tokens = {1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3, 0};
  cache->update(tokens, 1, 11);
  const std::vector<float> logits(4, 0.0F);
  const RowVerdict verdict = judge_row(*cache, tokens, 2, logits, neural_score(logits, 2));
  EXPECT_DOUBLE_EQ(verdict.z, 0.6 + 4 * 0.4);
  EXPECT_DOUBLE_EQ(verdict.score_at_token, 0.6 * 0.25 + 0.4);
  EXPECT_DOUBLE_EQ(verdict.component_nats, std::log(4.0));
  EXPECT_NEAR(verdict.code_bits, 2, 1e-8);
}

TEST(SampledPositions, AreDifferentAscendingAndRepeatable) {
  const std::vector<std::uint64_t> drawn = sampled_positions(1000, 200, 7);
  ASSERT_EQ(drawn.size(), 200U);
  EXPECT_TRUE(std::is_sorted(drawn.begin(), drawn.end()));
  EXPECT_EQ(std::adjacent_find(drawn.begin(), drawn.end()), drawn.end());
  EXPECT_GE(drawn.front(), 1U);
  EXPECT_LE(drawn.back(), 1000U);
  EXPECT_EQ(drawn, sampled_positions(1000, 200, 7));
  EXPECT_NE(drawn, sampled_positions(1000, 200, 8));
}

TEST(SampledPositions, AskedForMoreThanThereAreAreAll) {
  EXPECT_EQ(sampled_positions(3, 10, 1), (std::vector<std::uint64_t>{1, 2, 3}));
}

}  // namespace
}  // namespace reference
