// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "reference_impl/base/error.h"
#include "reference_impl/ngram/keys.h"
#include "reference_impl/ngram/mixing.h"
#include "reference_impl/ngram/ngram_cache_devices.h"
#include "reference_impl/ngram/running_state.h"
#include "reference_impl/ngram/table_memory.h"

namespace reference {
namespace {

// The oracle: plain tables, one context and one full table an order.
class CpuNgramCache : public NgramCache {
 public:
  CpuNgramCache(const CacheConfig& config, const DigestKey& key, DigestSet digest)
      : config_(config),
        ids_(table_ids(config)),
        memory_(ids_.size() * config.buckets),
        running_(key, digest) {}

  const CacheConfig& config() const override { return config_; }
  DigestSet digest_set() const override { return running_.set(); }
  CacheState state() const override { return running_.state(); }

  std::span<const std::uint32_t> table(std::uint32_t table_id) const override {
    require(table_id >= ids_.front() && table_id <= ids_.back(), "no such table in this cache");
    return table_at(table_id - ids_.front());
  }

  std::vector<double> row(std::span<const std::uint16_t> prefix, std::span<const double> neural,
                          double entropy_nats) const override {
    std::vector<std::uint64_t> hashes(order_count());
    std::vector<OrderCounts> counts(order_count());
    for (std::size_t i = 0; i < counts.size() && width(i) <= static_cast<int>(prefix.size()); ++i) {
      hashes[i] = context_hash(config_, prefix, width(i));
      counts[i].context = table_at(2 * i)[hashes[i] & mask()];
    }
    std::vector<double> scores(neural.size());
    for (std::size_t v = 0; v < scores.size(); ++v) {
      for (std::size_t i = 0; i < counts.size(); ++i) {
        const std::uint64_t full = full_hash(config_, hashes[i], width(i), v) & mask();
        counts[i].full = counts[i].context == 0 ? 0 : table_at(2 * i + 1)[full];
      }
      scores[v] =
          mix_counts(config_, {.probability = neural[v], .entropy_nats = entropy_nats}, counts)
              .probability;
    }
    return scores;
  }

  void score(std::span<const std::uint16_t> tokens, std::uint64_t first,
             std::span<const NeuralScore> neural, std::span<CacheScore> scores) const override {
    require(neural.size() == scores.size(), "scores and network differ in size");
    if (neural.empty()) {
      return;
    }
    const StretchKeys keys(config_, tokens, first, first + neural.size() - 1);
    std::vector<OrderCounts> counts(order_count());
    for (std::size_t at = 0; at < neural.size(); ++at) {
      for (std::size_t i = 0; i < counts.size(); ++i) {
        counts[i] = counts_at(keys.orders()[i], i, first + at);
      }
      scores[at] = mix_counts(config_, neural[at], counts);
    }
  }

  void update(std::span<const std::uint16_t> tokens, std::uint64_t first,
              std::uint64_t last) override {
    const StretchKeys keys(config_, tokens, first, last);
    for (std::size_t i = 0; i < keys.orders().size(); ++i) {
      increment(2 * i, keys.orders()[i].contexts);
      increment(2 * i + 1, keys.orders()[i].fulls);
    }
    running_.add(config_, keys);
  }

  void prefill(std::span<const std::uint16_t> tokens, std::uint64_t last) override {
    for (std::uint64_t first = 1; first <= last; first += kPrefillStretch) {
      update(tokens, first, std::min(last, first + kPrefillStretch - 1));
    }
  }

 private:
  std::size_t order_count() const { return ids_.size() / 2; }
  std::uint64_t mask() const { return config_.buckets - 1; }
  int width(std::size_t index) const { return config_.lowest_order - 1 + static_cast<int>(index); }

  std::span<std::uint32_t> table_at(std::size_t index) const {
    return {memory_.counts() + index * config_.buckets, config_.buckets};
  }

  OrderCounts counts_at(const StretchKeys::Order& keys, std::size_t index,
                        std::uint64_t position) const {
    if (position < keys.first) {
      return {};
    }
    const std::uint64_t at = position - keys.first;
    return {.context = table_at(2 * index)[keys.contexts[at]],
            .full = table_at(2 * index + 1)[keys.fulls[at]]};
  }

  void increment(std::size_t index, std::span<const std::uint32_t> buckets) {
    const std::span<std::uint32_t> counts = table_at(index);
    for (const std::uint32_t bucket : buckets) {
      ++counts[bucket];
    }
  }

  CacheConfig config_;
  std::vector<std::uint32_t> ids_;
  TableMemory memory_;
  RunningState running_;
};

}  // namespace

std::unique_ptr<NgramCache> make_cpu_ngram_cache(const CacheConfig& config, const DigestKey& key,
                                                 DigestSet digest) {
  return std::make_unique<CpuNgramCache>(config, key, digest);
}

}  // namespace reference
