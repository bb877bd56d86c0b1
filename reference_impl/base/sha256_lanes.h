// SPDX-License-Identifier: Apache-2.0
// SHA-256 of many texts of one length, sixteen at a time where the processor has 512-bit registers:
// the digests of sha256.h, for a fraction of its time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "reference_impl/base/sha256.h"

namespace reference {

// Digests of `texts`, each of `bytes` bytes.
void sha256_each(std::span<const std::uint8_t* const> texts, std::size_t bytes,
                 std::span<Digest256> digests);

inline constexpr std::size_t kShaLanes = 16;

// Digests of exactly kShaLanes texts; needs AVX-512F, which sha256_each() asks for.
void sha256_sixteen(std::span<const std::uint8_t* const, kShaLanes> texts, std::size_t bytes,
                    std::span<Digest256, kShaLanes> digests);

}  // namespace reference
