// SPDX-License-Identifier: Apache-2.0
// A long insertion into shared tables, order by order: all grams of one length are counted before
// those of the next, so that one table at a time is written, in bytes that spill into the counts.
#pragma once

#include <cstdint>
#include <span>

#include "reference_impl/ngram/shared_tables.h"

namespace reference {

// Counts the grams of an insertion of the positions 1..last; its ends are left to note_end.
void count_in_bulk(const CacheConfig& config, SharedTables& tables,
                   std::span<const std::uint16_t> tokens, std::uint64_t last, unsigned threads);

}  // namespace reference
