// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <thread>

#include "reference_impl/base/error.h"
#include "reference_impl/ngram/candidate_rows.h"
#include "reference_impl/ngram/mixing.h"
#include "reference_impl/ngram/ngram_cache_devices.h"
#include "reference_impl/ngram/prefill_counts.h"
#include "reference_impl/ngram/running_state.h"
#include "reference_impl/ngram/shared_tables.h"

namespace reference {
namespace {

// Shared tables; contexts read from the highest order down only as far as they decide; every line
// asked for before the first is read.
class FastNgramCache : public NgramCache {
 public:
  FastNgramCache(const CacheConfig& config, const DigestKey& key, DigestSet digest,
                 unsigned threads)
      : config_(config),
        least_(config.variant == CacheVariant::dirichlet ? 1 : std::max(config.min_count, 1U)),
        tables_(config),
        candidates_(config),
        running_(key, digest),
        threads_(threads != 0 ? threads : std::max(1U, std::thread::hardware_concurrency())) {}

  const CacheConfig& config() const override { return config_; }
  DigestSet digest_set() const override { return running_.set(); }
  CacheState state() const override { return running_.state(); }

  std::span<const std::uint32_t> table(std::uint32_t table_id) const override {
    const int order = static_cast<int>(table_id / 2);
    require(order >= config_.lowest_order && order <= config_.highest_order,
            "no such table in this cache");
    if (table_id % 2 == 1) {
      return tables_.counts(order);
    }
    const std::span<const std::uint32_t> counts = tables_.counts(order - 1);
    if (order == config_.lowest_order) {
      return counts;
    }
    context_table_.assign(counts.begin(), counts.end());
    tables_.correct_contexts(order - 1, context_table_);
    return context_table_;
  }

  std::vector<double> row(std::span<const std::uint16_t> prefix, std::span<const double> neural,
                          double entropy_nats) const override {
    return mix_row(config_, neural, entropy_nats, row_counts(prefix, neural.size()));
  }

  RowCounts row_counts(std::span<const std::uint16_t> prefix,
                       std::size_t vocabulary) const override {
    RowCounts rows;
    if (prefix.empty()) {
      return rows;
    }
    const GramKeys keys(config_, prefix, prefix.size() - 1, prefix.size() - 1);
    Contexts contexts;
    for (const ContextCount& context : decide(keys, 0, prefix.size(), contexts)) {
      OrderRow row{.order = context.order,
                   .context = context.count,
                   .fulls = std::vector<std::uint32_t>(vocabulary)};
      candidates_.read(tables_.counts(context.order), context, row.fulls);
      rows.push_back(std::move(row));
    }
    return rows;
  }

  void candidate_sums(std::span<const std::uint16_t> tokens, std::uint64_t first,
                      std::size_t vocabulary,
                      std::span<std::vector<CandidateSum>> sums) const override {
    for (std::size_t at = 0; at < sums.size(); at += kStretch) {
      const std::size_t count = std::min(kStretch, sums.size() - at);
      sum_stretch(tokens, first + at, vocabulary, sums.subspan(at, count));
    }
  }

  void score(std::span<const std::uint16_t> tokens, std::uint64_t first,
             std::span<const NeuralScore> neural, std::span<CacheScore> scores) const override {
    require(neural.size() == scores.size(), "scores and network differ in size");
    for (std::size_t at = 0; at < neural.size(); at += kStretch) {
      const std::size_t count = std::min(kStretch, neural.size() - at);
      score_stretch(tokens, first + at, neural.subspan(at, count), scores.subspan(at, count));
    }
  }

  void update(std::span<const std::uint16_t> tokens, std::uint64_t first,
              std::uint64_t last) override {
    require(first >= 1 && first <= last && last < tokens.size(), "an update out of range");
    const GramKeys keys(config_, tokens, first - 1, last);
    // The digest of a length is computed while the counts of it and of the next are on their way.
    const bool fits = last - first < kStretch;
    for (int length = tables_.shortest(); length <= tables_.longest(); ++length) {
      if (fits && length == tables_.shortest()) {
        tables_.fetch_length(keys, length);
      }
      if (fits && length < tables_.longest()) {
        tables_.fetch_length(keys, length + 1);
      }
      running_.add_length(config_, keys, length, first, last);
      tables_.insert_length(keys, length, first, last);
    }
    tables_.note_ends(keys, first, last);
  }

  void prefill(std::span<const std::uint16_t> tokens, std::uint64_t last) override {
    if (last >= config_.buckets / 4 && last > kPrefillStretch) {
      require(last < tokens.size(), "a prefill out of range");
      count_in_bulk(config_, tables_, tokens, last, threads_);
      tables_.note_end(GramKeys(config_, tokens, last, last), 0, last, -1);
      read_state_again();
      return;
    }
    for (std::uint64_t first = 1; first <= last; first += kPrefillStretch) {
      update(tokens, first, std::min(last, first + kPrefillStretch - 1));
    }
  }

 private:
  static constexpr std::size_t kStretch = 256;

  // Takes the running state from the tables as they are, context tables without a copy of them.
  void read_state_again() {
    running_.restart();
    for (int length = tables_.shortest(); length <= tables_.longest(); ++length) {
      // Of order `length` the full table, of the order above the context table.
      const auto full = static_cast<std::uint32_t>(2 * length + 1);
      std::array<std::uint32_t, 2> both = {full, full + 1};
      std::span<const std::uint32_t> ids = both;
      ids = length == tables_.shortest() ? ids.last(1) : ids;
      ids = length == tables_.longest() ? ids.first(1) : ids;
      running_.add_tables(config_, ids, tables_.counts(length));
      for (const SharedTables::Edge& edge : tables_.edges(length)) {
        if (length != tables_.longest()) {
          running_.correct(config_, full + 1, edge.key, edge.difference);
        }
      }
    }
  }

  using Contexts = std::array<ContextCount, kHighestOrder>;

  void sum_stretch(std::span<const std::uint16_t> tokens, std::uint64_t first,
                   std::size_t vocabulary, std::span<std::vector<CandidateSum>> sums) const {
    require(first >= 1, "position 0 is never predicted");
    const GramKeys keys(config_, tokens, first - 1, first + sums.size() - 2);
    Contexts room;
    for (std::size_t i = 0; i < sums.size(); ++i) {
      sums[i].clear();
      for (const ContextCount& context : decide(keys, i, first + i, room)) {
        sums[i].push_back(
            {.order = context.order,
             .context = context.count,
             .capped = candidates_.capped_sum(tables_.counts(context.order), context, vocabulary)});
      }
    }
  }

  // The contexts that decide `position`, ascending by order; `index` is its place in `keys`, `room`
  // is where they are written.
  std::span<const ContextCount> decide(const GramKeys& keys, std::size_t index,
                                       std::uint64_t position, Contexts& room) const {
    const bool all = config_.variant == CacheVariant::dirichlet;
    const auto highest = static_cast<int>(
        std::min<std::uint64_t>(static_cast<std::uint64_t>(config_.highest_order), position + 1));
    std::size_t begin = room.size();
    for (int order = highest; order >= config_.lowest_order; --order) {
      const std::uint32_t key = keys.of_length(order - 1)[index];
      const std::uint32_t count = tables_.context_count(order - 1, key);
      if (count >= least_) {
        room[--begin] = {.order = order, .key = key, .count = count};
      }
      if (count >= least_ && !all) {
        break;
      }
    }
    return std::span(room).subspan(begin);
  }

  void score_stretch(std::span<const std::uint16_t> tokens, std::uint64_t first,
                     std::span<const NeuralScore> neural, std::span<CacheScore> scores) const {
    require(first >= 1 && first + neural.size() <= tokens.size(), "scores out of range");
    const GramKeys keys(config_, tokens, first - 1, first + neural.size() - 1);
    fetch(keys, first, neural.size());
    Contexts room;
    for (std::size_t i = 0; i < neural.size(); ++i) {
      const std::span<const ContextCount> contexts = decide(keys, i, first + i, room);
      scores[i] = mix(contexts, keys, i + 1, neural[i]);
    }
  }

  // The counts of the token whose grams end at `index` of `keys`, mixed.
  CacheScore mix(std::span<const ContextCount> contexts, const GramKeys& keys, std::size_t index,
                 const NeuralScore& neural) const {
    if (config_.variant == CacheVariant::dirichlet || contexts.empty()) {
      std::array<OrderCounts, kHighestOrder> counts{};
      for (const ContextCount& context : contexts) {
        counts[static_cast<std::size_t>(context.order - config_.lowest_order)] =
            counts_of(context, keys, index);
      }
      return mix_counts(config_, neural, std::span(counts).first(order_count()));
    }
    return mix_matched(config_, neural, contexts.front().order,
                       counts_of(contexts.front(), keys, index));
  }

  OrderCounts counts_of(const ContextCount& context, const GramKeys& keys,
                        std::size_t index) const {
    return {.context = context.count,
            .full = tables_.counts(context.order)[keys.of_length(context.order)[index]]};
  }

  std::size_t order_count() const {
    const int orders = config_.highest_order - config_.lowest_order + 1;
    return static_cast<std::size_t>(orders);
  }

  // Asks for the lines that the contexts of a stretch lie in.
  void fetch(const GramKeys& keys, std::uint64_t first, std::size_t count) const {
    const int lowest = config_.variant == CacheVariant::dirichlet
                           ? config_.lowest_order
                           : std::max(config_.lowest_order, config_.highest_order - 1);
    for (int order = config_.highest_order; order >= lowest; --order) {
      if (first < static_cast<std::uint64_t>(order - 1)) {
        continue;
      }
      const std::uint32_t* table = tables_.counts(order - 1).data();
      for (const std::uint32_t key : keys.of_length(order - 1).first(count)) {
        __builtin_prefetch(table + key);
      }
    }
  }

  CacheConfig config_;
  std::uint32_t least_;  // count of a context that decides
  SharedTables tables_;
  CandidateRows candidates_;
  RunningState running_;
  unsigned threads_;
  // Scratch of table(); a cache belongs to one thread.
  mutable std::vector<std::uint32_t> context_table_;
};

}  // namespace

std::unique_ptr<NgramCache> make_fast_ngram_cache(const CacheConfig& config, const DigestKey& key,
                                                  DigestSet digest, unsigned threads) {
  return std::make_unique<FastNgramCache>(config, key, digest, threads);
}

}  // namespace reference
