// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/ngram/keys.h"

#include <algorithm>

#include "reference_impl/base/error.h"

namespace reference {
namespace {

std::uint64_t prime(const CacheConfig& config, std::uint64_t k) {
  return config.primes[k % config.primes.size()];
}

}  // namespace

std::uint64_t target_prime(const CacheConfig& config, int w) {
  return config.target_prime.value_or(prime(config, static_cast<std::uint64_t>(w)));
}

std::uint64_t context_hash(const CacheConfig& config, std::span<const std::uint16_t> prefix,
                           int w) {
  const auto width = static_cast<std::size_t>(w);
  require(width <= prefix.size(), "a context longer than the prefix");
  std::uint64_t hash = 0;
  for (std::size_t k = 0; k < width; ++k) {
    hash ^= prefix[prefix.size() - width + k] * prime(config, k);
  }
  return hash;
}

std::uint64_t full_hash(const CacheConfig& config, std::uint64_t context, int w,
                        std::uint64_t candidate) {
  return context ^ (candidate * target_prime(config, w));
}

StretchKeys::StretchKeys(const CacheConfig& config, std::span<const std::uint16_t> tokens,
                         std::uint64_t first, std::uint64_t last) {
  require(first >= 1 && first <= last && last < tokens.size(), "keys of positions out of range");
  const auto lowest = static_cast<std::uint64_t>(config.lowest_order - 1);
  const auto highest = static_cast<std::uint64_t>(config.highest_order - 1);
  for (std::uint64_t w = lowest; w <= highest; ++w) {
    Order order;
    order.first = std::max(first, w);
    const std::size_t count = order.first > last ? 0 : last - order.first + 1;
    order.contexts.resize(count);
    order.fulls.resize(count);
    orders_.push_back(std::move(order));
  }
  for (std::uint64_t start = first > highest ? first - highest : 0; start < last; ++start) {
    add_start(config, tokens, start, {.first = first, .last = last});
  }
}

// A hash depends on where its context starts, not on where it ends, so from one start each token
// more gives the next order's key.
void StretchKeys::add_start(const CacheConfig& config, std::span<const std::uint16_t> tokens,
                            std::uint64_t start, Range range) {
  const std::uint64_t mask = config.buckets - 1;
  const auto lowest = static_cast<std::uint64_t>(config.lowest_order - 1);
  std::uint64_t hash = 0;
  for (std::uint64_t w = 0; w < lowest + orders_.size() && start + w <= range.last; ++w) {
    const std::uint64_t token = tokens[start + w];
    if (w >= lowest && start + w >= range.first) {
      Order& order = orders_[w - lowest];
      const std::uint64_t full = full_hash(config, hash, static_cast<int>(w), token);
      order.contexts[start + w - order.first] = static_cast<std::uint32_t>(hash & mask);
      order.fulls[start + w - order.first] = static_cast<std::uint32_t>(full & mask);
    }
    hash ^= token * prime(config, w);
  }
}

}  // namespace reference
