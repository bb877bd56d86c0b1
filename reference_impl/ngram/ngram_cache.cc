// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/ngram/ngram_cache.h"

#include <bit>

#include "reference_impl/base/error.h"
#include "reference_impl/ngram/keys.h"
#include "reference_impl/ngram/mixing.h"
#include "reference_impl/ngram/ngram_cache_devices.h"

namespace reference {

std::unique_ptr<NgramCache> make_ngram_cache(const CacheConfig& config, const DigestKey& key,
                                             const CacheOptions& options) {
  require(config.lowest_order >= 2 && config.lowest_order <= config.highest_order &&
              config.highest_order <= kHighestOrder,
          "cache orders out of range");
  require(std::has_single_bit(config.buckets) && config.buckets <= std::uint64_t{1} << 28U,
          "cache buckets must be a power of 2 up to 2^28");
  require(options.digest != DigestSet::shared || shares_tables(config),
          "the shared digest set of a cache that shares no tables");
  if (options.device == CacheDevice::cuda) {
    return make_cuda_ngram_cache(config, key, options.digest.value_or(DigestSet::all));
  }
  if (options.implementation == CacheImplementation::plain || !shares_tables(config)) {
    return make_cpu_ngram_cache(config, key, options.digest.value_or(DigestSet::all));
  }
  return make_fast_ngram_cache(config, key, options.digest.value_or(DigestSet::shared),
                               options.threads);
}

std::unique_ptr<NgramCache> make_ngram_cache(const CacheConfig& config, const DigestKey& key,
                                             CacheDevice device) {
  return make_ngram_cache(config, key, CacheOptions{.device = device});
}

bool covers(DigestSet set, const CacheConfig& config, std::uint32_t table_id) {
  const bool contexts = table_id % 2 == 0;
  const bool highest = table_id / 2 == static_cast<std::uint32_t>(config.highest_order);
  return set == DigestSet::all || (set == DigestSet::shared && (contexts || highest));
}

std::vector<std::uint32_t> table_ids(const CacheConfig& config, DigestSet set) {
  std::vector<std::uint32_t> ids;
  const auto end = static_cast<std::uint32_t>(2 * config.highest_order + 2);
  for (auto id = static_cast<std::uint32_t>(2 * config.lowest_order); id < end; ++id) {
    if (covers(set, config, id)) {
      ids.push_back(id);
    }
  }
  return ids;
}

RowCounts NgramCache::row_counts(std::span<const std::uint16_t> prefix,
                                 std::size_t vocabulary) const {
  const CacheConfig& cache = config();
  const std::uint64_t mask = cache.buckets - 1;
  std::vector<OrderCounts> contexts;
  for (int order = cache.lowest_order; order <= cache.highest_order; ++order) {
    const bool usable = static_cast<std::size_t>(order - 1) <= prefix.size();
    const std::uint64_t hash = usable ? context_hash(cache, prefix, order - 1) : 0;
    contexts.push_back(
        {.context = usable ? table(static_cast<std::uint32_t>(2 * order))[hash & mask] : 0});
  }
  RowCounts rows;
  for (const int index : deciding_indices(cache, contexts)) {
    const int order = cache.lowest_order + index;
    const std::span<const std::uint32_t> fulls = table(static_cast<std::uint32_t>(2 * order + 1));
    const std::uint64_t hash = context_hash(cache, prefix, order - 1);
    OrderRow row{.order = order,
                 .context = contexts[static_cast<std::size_t>(index)].context,
                 .fulls = std::vector<std::uint32_t>(vocabulary)};
    for (std::size_t v = 0; v < vocabulary; ++v) {
      row.fulls[v] = fulls[full_hash(cache, hash, order - 1, v) & mask];
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

void NgramCache::candidate_sums(std::span<const std::uint16_t> tokens, std::uint64_t first,
                                std::size_t vocabulary,
                                std::span<std::vector<CandidateSum>> sums) const {
  for (std::size_t i = 0; i < sums.size(); ++i) {
    sums[i] = sum_candidates(row_counts(tokens.first(first + i), vocabulary));
  }
}

}  // namespace reference
