// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/ngram/gram_keys.h"

#include <algorithm>

#include "reference_impl/base/error.h"

namespace reference {

std::array<std::uint32_t, kHighestOrder> gram_multipliers(const CacheConfig& config) {
  std::array<std::uint32_t, kHighestOrder> multipliers{};
  for (std::size_t k = 0; k < multipliers.size(); ++k) {
    multipliers[k] = static_cast<std::uint32_t>(config.primes[k % config.primes.size()]);
  }
  return multipliers;
}

// A gram is the one of a token less that ends a position earlier, and one token more.
GramKeys::GramKeys(const CacheConfig& config, std::span<const std::uint16_t> tokens,
                   std::uint64_t first, std::uint64_t last) {
  require(first <= last && last < tokens.size(), "keys of grams out of range");
  const auto longest = static_cast<std::size_t>(config.highest_order);
  margin_ = std::min<std::size_t>(first, longest - 1);
  stride_ = margin_ + (last - first + 1);
  keys_.resize(longest * stride_);
  const auto mask = static_cast<std::uint32_t>(config.buckets - 1);
  const std::array<std::uint32_t, kHighestOrder> multipliers = gram_multipliers(config);
  const std::uint16_t* token = tokens.data() + (first - margin_);
  for (std::size_t i = 0; i < stride_; ++i) {
    keys_[i] = token[i] * multipliers[0] & mask;
  }
  for (std::size_t row = 1; row < longest; ++row) {
    const std::uint32_t* shorter = keys_.data() + (row - 1) * stride_;
    std::uint32_t* longer = keys_.data() + row * stride_;
    const std::uint32_t multiplier = multipliers[row];
    for (std::size_t i = 1; i < stride_; ++i) {
      longer[i] = (shorter[i - 1] ^ (token[i] * multiplier)) & mask;
    }
  }
}

}  // namespace reference
