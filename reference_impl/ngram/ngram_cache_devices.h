// SPDX-License-Identifier: Apache-2.0
// The implementations behind make_ngram_cache: one source each, those of a device chosen by the
// build.
#pragma once

#include <memory>

#include "reference_impl/ngram/ngram_cache.h"

namespace reference {

// Positions a prefill inserts at a time where their keys are listed: bounds the memory of the keys.
inline constexpr std::uint64_t kPrefillStretch = 4096;

// The oracle: plain tables, one context and one full table an order.
std::unique_ptr<NgramCache> make_cpu_ngram_cache(const CacheConfig& config, const DigestKey& key,
                                                 DigestSet digest);
// One table an order and one more; needs shares_tables(config).
std::unique_ptr<NgramCache> make_fast_ngram_cache(const CacheConfig& config, const DigestKey& key,
                                                  DigestSet digest, unsigned threads);
// Throws Error{resource_absent} where this build has no CUDA or the machine no GPU.
std::unique_ptr<NgramCache> make_cuda_ngram_cache(const CacheConfig& config, const DigestKey& key,
                                                  DigestSet digest);

}  // namespace reference
