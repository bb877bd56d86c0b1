// SPDX-License-Identifier: Apache-2.0
// The sums of min(F(v), C) over the vocabulary for a whole stretch that was scored and inserted
// segment by segment: the numbers NgramCache::candidate_sums gives before each insertion, made
// afterwards and much faster. A table is cut by its highest key bits; each part is taken back in
// time through all segments while it lies in the near caches, so the sums are exact integers.
// For the backoff variants, where one order decides.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "reference_impl/ngram/ngram_cache.h"

namespace reference {

// A segment: the positions first..last, scored and then inserted.
struct ScoredSegment {
  std::uint64_t first = 0;
  std::uint64_t last = 0;
};

// The sum at each position, segments in the order they were inserted; 0 where nothing matched.
// `after` is the cache right after the last segment; `scores` are the claims of all positions.
std::vector<std::uint64_t> replay_candidate_sums(const NgramCache& after,
                                                 std::span<const std::uint16_t> tokens,
                                                 std::span<const ScoredSegment> segments,
                                                 std::span<const CacheScore> scores,
                                                 std::size_t vocabulary);

}  // namespace reference
