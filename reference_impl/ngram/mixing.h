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

// Every index whose counts enter the score, ascending: the matched one, or for Dirichlet each with
// C > 0.
std::vector<int> deciding_indices(const CacheConfig& config, std::span<const OrderCounts> counts);

// The weight of the counts for a matched order; 0 for Dirichlet.
double count_weight(const CacheConfig& config, int order, double entropy_nats);

// The score of one candidate where one order decides; not for Dirichlet.
CacheScore mix_matched(const CacheConfig& config, const NeuralScore& neural, int order,
                       const OrderCounts& counts);

// The score of one candidate; `counts` by order - lowest_order, `neural` its own probability.
CacheScore mix_counts(const CacheConfig& config, const NeuralScore& neural,
                      std::span<const OrderCounts> counts);

// The scores of every candidate from the deciding counts, equal to mix_counts to the bit.
std::vector<double> mix_row(const CacheConfig& config, std::span<const double> neural,
                            double entropy_nats, const RowCounts& counts);

// Each deciding order's counts summed over the candidates.
std::vector<CandidateSum> sum_candidates(const RowCounts& counts);

// Z of a position from its sums alone: the scores' sum before the clip, which adds at most 1e-12 a
// candidate (ngram-cache.md section 7).
double normalizer(const CacheConfig& config, double entropy_nats,
                  std::span<const CandidateSum> sums);

// The score of `token` with each order's shares divided by their sum over the vocabulary: the
// component-normalized score of section 7.
double component_score(const CacheConfig& config, const NeuralScore& neural,
                       const RowCounts& counts, std::uint16_t token);

// -ln of a score.
double score_nats(double probability);

// The cost of the same position through PR 806's float32 arithmetic (section 5.1).
double float32_nats(const NeuralScore& neural, const CacheScore& score);

// Coded bits of a score in units of 2^-32 bit, rounded half to even (causality-audit.md 1.1).
std::uint64_t coded_bits(double probability);

}  // namespace reference
