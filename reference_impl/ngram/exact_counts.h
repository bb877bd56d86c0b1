// SPDX-License-Identifier: Apache-2.0
// The counts a cache would hold if no two n-grams shared a bucket: every gram of the stream is told
// apart (ngram-cache.md section 7, "collision-free"). A diagnostic: memory grows with the stream.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "reference_impl/ngram/cache_config.h"
#include "reference_impl/ngram/mixing.h"

namespace reference {

class ExactCounts {
 public:
  explicit ExactCounts(const CacheConfig& config);

  // Inserts every order's n-grams that end at the positions first..last.
  void insert(std::span<const std::uint16_t> tokens, std::uint64_t first, std::uint64_t last);
  // The counts of the true tokens of first..last, orders ascending, position by position.
  std::vector<OrderCounts> counts(std::span<const std::uint16_t> tokens, std::uint64_t first,
                                  std::uint64_t last) const;

 private:
  // A gram: a token after a shorter gram; node 0 is the empty one.
  struct Gram {
    std::uint32_t before = 0;
    std::uint32_t token = 0;
    std::uint32_t as_context = 0;
    std::uint32_t as_full = 0;
  };

  void insert_start(std::span<const std::uint16_t> tokens, std::uint64_t first);
  void walk_start(std::span<const std::uint16_t> tokens, std::vector<OrderCounts>& by_width) const;
  std::size_t slot_of(std::uint32_t before, std::uint16_t token) const;
  // The gram's number, 0 where it is unknown.
  std::uint32_t find(std::uint32_t before, std::uint16_t token) const;
  std::uint32_t find_or_add(std::uint32_t before, std::uint16_t token);
  void grow();

  std::uint64_t lowest_width_;
  std::uint64_t highest_width_;
  std::vector<Gram> grams_;
  std::vector<std::uint32_t> slots_;  // numbers of grams, by hash; a power of two
};

}  // namespace reference
