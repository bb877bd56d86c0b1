// SPDX-License-Identifier: Apache-2.0
// The full counts of every candidate after one context: V reads of one table at keys that differ by
// a fixed pattern an order.
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "reference_impl/ngram/cache_config.h"

namespace reference {

// A context in its order: masked key and count.
struct ContextCount {
  int order = 0;
  std::uint32_t key = 0;
  std::uint32_t count = 0;
};

class CandidateRows {
 public:
  explicit CandidateRows(const CacheConfig& config);

  // Writes F(v) for each v below the size of `fulls`.
  void read(std::span<const std::uint32_t> full_table, const ContextCount& context,
            std::span<std::uint32_t> fulls) const;
  // The sum of min(F(v), C) over v below `vocabulary`.
  std::uint64_t capped_sum(std::span<const std::uint32_t> full_table, const ContextCount& context,
                           std::size_t vocabulary) const;

 private:
  std::array<std::uint32_t, kHighestOrder + 1> multipliers_{};  // of the candidate, by order
  std::uint32_t mask_;
};

}  // namespace reference
