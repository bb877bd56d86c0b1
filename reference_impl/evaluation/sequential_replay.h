// SPDX-License-Identifier: Apache-2.0
// The cache states one rank alone would pass through: every window's segment inserted in order,
// nothing scored. What prefilled ranks are compared with (ngram-cache.md section 4.1).
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <span>

#include "reference_impl/evaluation/score_first.h"

namespace reference {

// State after so many windows, for each number asked for (0 is the empty cache).
std::map<std::uint64_t, StateFingerprint> sequential_states(
    std::span<const std::uint16_t> tokens, const CacheConfig& cache,
    const ScoreFirstOptions& options, const std::set<std::uint64_t>& after_windows);

}  // namespace reference
