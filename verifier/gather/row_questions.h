// SPDX-License-Identifier: Apache-2.0
// What a row must be, asked of a cache at one position (invariants I10, I11, and the row's part of
// I12), and the buckets that scoring a segment reads (I4).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "reference_impl/evaluation/geometry.h"
#include "reference_impl/ngram/ngram_cache.h"
#include "verifier/gather/breach_book.h"
#include "verifier/gather/cache_probe.h"

namespace verifier {

using BucketSnapshot = std::vector<std::uint32_t>;

// Every count that scoring the segment looks at, of the tables as they are.
BucketSnapshot read_buckets(const reference::NgramCache& cache,
                            std::span<const std::uint16_t> tokens,
                            const reference::Segment& segment);

// The row at t over a stream whose memory goes on beyond t, as it does for a cache that cheats. The
// network gives the true token what it gave, the others equal shares of the rest.
std::vector<double> row_at(const ProbeInput& input, const reference::NgramCache& cache,
                           std::span<const std::uint16_t> tokens, std::uint64_t t);

// Asks everything about the row at t; returns it.
std::vector<double> question_row(const ProbeInput& input, const reference::NgramCache& subject,
                                 const reference::NgramCache& oracle, std::uint64_t t,
                                 BreachBook& book);

}  // namespace verifier
