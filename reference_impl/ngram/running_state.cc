// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/ngram/running_state.h"

#include <algorithm>
#include <numeric>
#include <vector>

namespace reference {
namespace {

constexpr std::size_t kBucketsAtOnce = std::size_t{1} << 16U;

// Buckets and counts of the occupied entries of a part of a table.
struct Occupied {
  std::vector<std::uint32_t> buckets;
  std::vector<std::uint32_t> counts;
};

void list_occupied(std::span<const std::uint32_t> part, std::size_t first_bucket,
                   Occupied& occupied) {
  occupied.buckets.resize(part.size());
  occupied.counts.resize(part.size());
  std::size_t kept = 0;
  // Written always and kept where occupied: counts follow no pattern that a branch could learn.
  for (std::size_t i = 0; i < part.size(); ++i) {
    occupied.buckets[kept] = static_cast<std::uint32_t>(first_bucket + i);
    occupied.counts[kept] = part[i];
    kept += part[i] != 0 ? 1 : 0;
  }
  occupied.buckets.resize(kept);
  occupied.counts.resize(kept);
}

// Accounts for one table.
void add_table(const DigestElements& elements, std::uint32_t id,
               std::span<const std::uint32_t> table, CacheState& state) {
  Occupied occupied;
  for (std::size_t start = 0; start < table.size(); start += kBucketsAtOnce) {
    list_occupied(table.subspan(start, std::min(kBucketsAtOnce, table.size() - start)), start,
                  occupied);
    elements.add_msh2(id, occupied.buckets, occupied.counts, state.digest);
    state.increments =
        std::accumulate(occupied.counts.begin(), occupied.counts.end(), state.increments);
  }
}

}  // namespace

bool RunningState::covers(const CacheConfig& config, std::uint32_t table_id) const {
  const bool stored =
      table_id % 2 == 0 || table_id / 2 == static_cast<std::uint32_t>(config.highest_order);
  return set_ == DigestSet::all || (set_ == DigestSet::shared && stored);
}

void RunningState::add_once(const CacheConfig& config, std::uint32_t table_id,
                            std::span<const std::uint32_t> buckets) {
  if (covers(config, table_id)) {
    for (const std::uint32_t bucket : buckets) {
      waiting_.push_back({table_id, bucket});
    }
    state_.increments += buckets.size();
  }
}

void RunningState::flush() {
  elements_.add_msh2(waiting_, state_.digest);
  waiting_.clear();
}

void RunningState::add(const CacheConfig& config, const StretchKeys& keys) {
  auto id = static_cast<std::uint32_t>(2 * config.lowest_order);
  for (const StretchKeys::Order& order : keys.orders()) {
    add_once(config, id, order.contexts);
    add_once(config, id + 1, order.fulls);
    id += 2;
  }
  flush();
}

void RunningState::add(const CacheConfig& config, const GramKeys& keys, std::uint64_t first,
                       std::uint64_t last) {
  if (set_ == DigestSet::none) {
    return;
  }
  for (int order = config.lowest_order; order <= config.highest_order; ++order) {
    const auto width = static_cast<std::uint64_t>(order - 1);
    if (last < width) {
      break;
    }
    const std::uint64_t begin = std::max(first, width) - first;
    const std::size_t count = last - first + 1 - begin;
    const auto id = static_cast<std::uint32_t>(2 * order);
    add_once(config, id, keys.of_length(order - 1).subspan(begin, count));
    add_once(config, id + 1, keys.of_length(order).subspan(begin + 1, count));
  }
  flush();
}

void RunningState::read_again(const NgramCache& cache) {
  state_ = {};
  for (const std::uint32_t id : table_ids(cache.config())) {
    if (covers(cache.config(), id)) {
      add_table(elements_, id, cache.table(id), state_);
    }
  }
}

}  // namespace reference
