// SPDX-License-Identifier: Apache-2.0
// From counts to scores (ngram-cache.md section 5), in float64: the reference arithmetic. One
// function serves the fast path and the whole row, so that they agree to the bit.
#pragma once

#include <cstdint>
#include <span>

#include "reference_impl/ngram/ngram_cache.h"

namespace reference {

// Counts of one order at one position: C of the context, F of context and candidate. Both are 0
// where the position has too little context.
struct OrderCounts {
  std::uint32_t context = 0;
  std::uint32_t full = 0;
};

// The index (order - lowest_order) whose counts decide: backoff takes the highest order with
// C >= min_count; for Dirichlet it is the highest with C > 0. -1 where none. Looks at C alone.
int matched_index(const CacheConfig& config, std::span<const OrderCounts> counts);

// The weight of the counts for a matched order; 0 for Dirichlet.
double count_weight(const CacheConfig& config, int order, double entropy_nats);

// The score of one candidate; `counts` by order - lowest_order, `neural` its own probability.
CacheScore mix_counts(const CacheConfig& config, const NeuralScore& neural,
                      std::span<const OrderCounts> counts);

// -ln of a score.
double score_nats(double probability);

// The cost of the same position through PR 806's float32 arithmetic (section 5.1).
double float32_nats(const NeuralScore& neural, const CacheScore& score);

// Coded bits of a score in units of 2^-32 bit, rounded half to even (causality-audit.md 1.1).
std::uint64_t coded_bits(double probability);

}  // namespace reference
