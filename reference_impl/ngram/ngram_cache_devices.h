// SPDX-License-Identifier: Apache-2.0
// The implementations behind make_ngram_cache: one source a device, chosen by the build.
#pragma once

#include <memory>

#include "reference_impl/ngram/ngram_cache.h"

namespace reference {

// Positions a prefill inserts at a time: bounds the memory of their keys.
inline constexpr std::uint64_t kPrefillStretch = 4096;

std::unique_ptr<NgramCache> make_cpu_ngram_cache(const CacheConfig& config, const DigestKey& key);
// Throws Error{resource_absent} where this build has no CUDA or the machine no GPU.
std::unique_ptr<NgramCache> make_cuda_ngram_cache(const CacheConfig& config, const DigestKey& key);

}  // namespace reference
