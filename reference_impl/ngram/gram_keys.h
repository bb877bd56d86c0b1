// SPDX-License-Identifier: Apache-2.0
// Masked hashes of all the n-grams that end in a stretch of positions, n-gram length by length. A
// gram of m tokens is the context of width m of the position after it and, with its last token as
// the candidate, the full key of width m-1 (ngram-cache.md section 3): one list serves for both.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "reference_impl/ngram/cache_config.h"

namespace reference {

// The multiplier of the token at each place of a gram, oldest first, as far as 32 bits go: keys
// have at most 28.
std::array<std::uint32_t, kHighestOrder> gram_multipliers(const CacheConfig& config);

class GramKeys {
 public:
  // Grams of lowest_order-1 to highest_order tokens that end at first..last of the stream.
  GramKeys(const CacheConfig& config, std::span<const std::uint16_t> tokens, std::uint64_t first,
           std::uint64_t last);

  // Keys by end position - first. A gram that would begin before the stream has no meaningful key:
  // `last` < length - 1.
  std::span<const std::uint32_t> of_length(int length) const {
    const std::size_t row = static_cast<std::size_t>(length) - 1;
    return std::span(keys_).subspan(row * stride_ + margin_, stride_ - margin_);
  }

 private:
  std::size_t margin_ = 0;  // ends before `first`, from which longer grams are built
  std::size_t stride_ = 0;
  std::vector<std::uint32_t> keys_;
};

}  // namespace reference
