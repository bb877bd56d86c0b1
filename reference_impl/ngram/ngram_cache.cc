// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/ngram/ngram_cache.h"

#include <bit>

#include "reference_impl/base/error.h"
#include "reference_impl/ngram/ngram_cache_devices.h"

namespace reference {

std::unique_ptr<NgramCache> make_ngram_cache(const CacheConfig& config, const DigestKey& key,
                                             CacheDevice device) {
  require(config.lowest_order >= 2 && config.lowest_order <= config.highest_order &&
              config.highest_order <= 16,
          "cache orders out of range");
  require(std::has_single_bit(config.buckets) && config.buckets <= std::uint64_t{1} << 28U,
          "cache buckets must be a power of 2 up to 2^28");
  return device == CacheDevice::cuda ? make_cuda_ngram_cache(config, key)
                                     : make_cpu_ngram_cache(config, key);
}

std::vector<std::uint32_t> table_ids(const CacheConfig& config) {
  std::vector<std::uint32_t> ids;
  for (int order = config.lowest_order; order <= config.highest_order; ++order) {
    ids.push_back(static_cast<std::uint32_t>(2 * order));
    ids.push_back(static_cast<std::uint32_t>(2 * order + 1));
  }
  return ids;
}

}  // namespace reference
