// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/ngram/exact_counts.h"

#include <map>

#include "tests/support/small_cache.h"

#include <gtest/gtest.h>

namespace reference {
namespace {

// By hand: after 1 2 1 2 1 the bigrams (1 2) and (2 1) stand twice each, (1 2 1) twice, (2 1 2)
// once.
TEST(ExactCounts, CountBigramsAndTrigramsByHand) {
  CacheConfig config = pgolf_test::small_806();
  config.highest_order = 3;
  const std::vector<std::uint16_t> tokens = {1, 2, 1, 2, 1, 2};
  ExactCounts exact(config);
  exact.insert(tokens, 1, 4);
  const std::vector<OrderCounts> counts = exact.counts(tokens, 5, 5);
  ASSERT_EQ(counts.size(), 2U);
  EXPECT_EQ(counts[0].context, 2U);  // 1 was a context at positions 1 and 3
  EXPECT_EQ(counts[0].full, 2U);     // and 2 came each time
  EXPECT_EQ(counts[1].context, 1U);  // (2 1) was a context at position 3 alone
  EXPECT_EQ(counts[1].full, 1U);
}

// Against maps of whole grams.
TEST(ExactCounts, AreThoseOfMapsOfGrams) {
  const CacheConfig config = pgolf_test::small_796();
  const std::vector<std::uint16_t> tokens = pgolf_test::repetitive_tokens(3000);
  ExactCounts exact(config);
  std::map<std::vector<std::uint16_t>, std::uint32_t> contexts;
  std::map<std::vector<std::uint16_t>, std::uint32_t> fulls;
  const auto gram = [&](std::uint64_t start, std::uint64_t end) {
    return std::vector<std::uint16_t>(tokens.begin() + static_cast<std::ptrdiff_t>(start),
                                      tokens.begin() + static_cast<std::ptrdiff_t>(end));
  };
  for (std::uint64_t j = 1; j <= 2500; ++j) {
    for (std::uint64_t w = 1; w <= 14 && w <= j; ++w) {
      ++contexts[gram(j - w, j)];
      ++fulls[gram(j - w, j + 1)];
    }
  }
  exact.insert(tokens, 1, 900);
  exact.insert(tokens, 901, 2500);
  const std::vector<OrderCounts> counts = exact.counts(tokens, 2501, 2600);
  for (std::uint64_t j = 2501; j <= 2600; ++j) {
    for (std::uint64_t w = 1; w <= 14; ++w) {
      const OrderCounts& found = counts[(j - 2501) * 14 + w - 1];
      EXPECT_EQ(found.context, contexts[gram(j - w, j)]) << j << " " << w;
      EXPECT_EQ(found.full, fulls[gram(j - w, j + 1)]) << j << " " << w;
    }
  }
}

}  // namespace
}  // namespace reference
