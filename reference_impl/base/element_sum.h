// SPDX-License-Identifier: Apache-2.0
// Sums of MSH2 elements (causality-audit.md 4.2b) made in registers, for processors that have the
// wide AES instructions: blocks are neither written nor read again. state_digest.cc asks
// has_wide_aes() at run time and has the block cipher of OpenSSL otherwise; both are equal.
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "reference_impl/base/aes_vector.h"

namespace reference {

// The keys of the two halves of an element.
struct ElementKeys {
  AesRoundKeys low;
  AesRoundKeys high;
};

// The four lanes of a digest.
using ElementLanes = std::array<std::uint64_t, 4>;

// Adds the element of (table, bucket) once for each bucket. Only where has_wide_aes().
void add_elements_wide(const ElementKeys& keys, std::uint32_t table,
                       std::span<const std::uint32_t> buckets, ElementLanes& lanes);

// Adds counts[i] times the element of (table, first_bucket + i); passes over stretches that are
// empty. Returns the sum of the counts. Only where has_wide_aes().
std::uint64_t add_counts_wide(const ElementKeys& keys, std::uint32_t table,
                              std::uint32_t first_bucket, std::span<const std::uint32_t> counts,
                              ElementLanes& lanes);

}  // namespace reference
