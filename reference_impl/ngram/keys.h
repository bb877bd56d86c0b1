// SPDX-License-Identifier: Apache-2.0
// Where an n-gram lies in its tables (ngram-cache.md section 3). An order-o n-gram has w = o-1
// context tokens; H_w(j) is the XOR of x[j-w+k] * prime[k mod 7], oldest token first; the context
// key is H_w(j), the full key of candidate v is H_w(j) XOR v * prime[w mod 7], both masked.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "reference_impl/ngram/cache_config.h"

namespace reference {

// H_w(j) of the position that follows `prefix` (so j is its size), unmasked; w <= j.
std::uint64_t context_hash(const CacheConfig& config, std::span<const std::uint16_t> prefix, int w);

// What a candidate is multiplied by in the full key of width w.
std::uint64_t target_prime(const CacheConfig& config, int w);

// The unmasked full key of a candidate, given H_w.
std::uint64_t full_hash(const CacheConfig& config, std::uint64_t context, int w,
                        std::uint64_t candidate);

// Masked keys of a stretch of positions, for every order.
class StretchKeys {
 public:
  // Keys of the positions first..last of the stream, with the tokens themselves as candidates.
  // Position j has keys of an order only where j >= w.
  StretchKeys(const CacheConfig& config, std::span<const std::uint16_t> tokens, std::uint64_t first,
              std::uint64_t last);

  struct Order {
    std::uint64_t first = 0;  // first position that has keys
    std::vector<std::uint32_t> contexts;
    std::vector<std::uint32_t> fulls;
  };
  // By order - lowest_order.
  const std::vector<Order>& orders() const { return orders_; }

 private:
  struct Range {
    std::uint64_t first = 0;
    std::uint64_t last = 0;
  };
  // Fills in the keys of every n-gram of the range that starts at one position.
  void add_start(const CacheConfig& config, std::span<const std::uint16_t> tokens,
                 std::uint64_t start, Range range);

  std::vector<Order> orders_;
};

}  // namespace reference
