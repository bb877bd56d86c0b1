// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/noise/splitmix64.h"

#include <map>

#include <gtest/gtest.h>

namespace pgolf_test {
namespace {

using reference::SplitMix64;

// The first is mix64(0) of ngram-cache.md section 8; the others are the generator's published
// sequence from seed 0.
TEST(SplitMix64, FollowsThePublishedSequence) {
  SplitMix64 random(0);
  EXPECT_EQ(random.next(), 0xE220A8397B1DCDAF);
  EXPECT_EQ(random.next(), 0x6E789E6AA1B965F4);
  EXPECT_EQ(random.next(), 0x06C45D188009454F);
  EXPECT_EQ(random.next(), 0xF88BB8A8724C81EC);
}

TEST(SplitMix64, BelowIsTheDrawModuloTheCount) {
  SplitMix64 draws(42);
  SplitMix64 random(42);
  for (const std::uint64_t count : {1ULL, 2ULL, 7ULL, 1020ULL, 1024ULL, 1ULL << 63U}) {
    EXPECT_EQ(random.below(count), draws.next() % count);
  }
}

TEST(SplitMix64, BelowThrowsTheUnevenRestAway) {
  // A count just above 2^63 refuses nearly half of all draws.
  constexpr std::uint64_t kCount = (1ULL << 63U) + 1;
  SplitMix64 draws(7);
  SplitMix64 random(7);
  int refused = 0;
  for (int i = 0; i < 1000; ++i) {
    std::uint64_t draw = draws.next();
    while (draw >= kCount) {  // floor(2^64 / count) is 1
      draw = draws.next();
      ++refused;
    }
    ASSERT_EQ(random.below(kCount), draw);
  }
  EXPECT_GT(refused, 800);
}

TEST(SplitMix64, BelowIsUniform) {
  SplitMix64 random(3);
  std::map<std::uint64_t, int> counts;
  for (int i = 0; i < 60'000; ++i) {
    ++counts[random.below(6)];
  }
  double chi_squared = 0;
  for (const auto& [value, count] : counts) {
    chi_squared += (count - 10'000.0) * (count - 10'000.0) / 10'000;
  }
  EXPECT_EQ(counts.size(), 6U);
  EXPECT_LT(chi_squared, 25.7);  // one in ten thousand, five degrees of freedom
}

}  // namespace
}  // namespace pgolf_test
