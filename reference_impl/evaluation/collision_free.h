// SPDX-License-Identifier: Apache-2.0
// What a cache would score if no n-grams collided: the same formulas on exact counts, every
// position at its first scoring (ngram-cache.md section 7). A diagnostic for streams of moderate
// length.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "reference_impl/evaluation/geometry.h"
#include "reference_impl/ngram/ngram_cache.h"

namespace reference {

// Longest stream whose grams are held apart: beyond it the diagnostic is left out.
inline constexpr std::uint64_t kMostExactTargets = std::uint64_t{1} << 22U;

// Sum of nats; `neural` is the network at each position by position - 1. Positions that no window
// scores are left out.
double collision_free_nats(std::span<const std::uint16_t> tokens, const CacheConfig& cache,
                           const Geometry& geometry, std::uint32_t world_size,
                           std::span<const NeuralScore> neural);

}  // namespace reference
