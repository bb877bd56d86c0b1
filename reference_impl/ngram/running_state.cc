// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/ngram/running_state.h"

#include <algorithm>

namespace reference {
namespace {

// Counts that stay in the nearest caches between the readings of them.
constexpr std::size_t kCountsAtOnce = std::size_t{1} << 13U;

}  // namespace

void RunningState::add_once(const CacheConfig& config, std::uint32_t table_id,
                            std::span<const std::uint32_t> buckets) {
  if (covers(set_, config, table_id)) {
    elements_.add_msh2(table_id, buckets, state_.digest);
    state_.increments += buckets.size();
  }
}

void RunningState::add(const CacheConfig& config, const StretchKeys& keys) {
  auto id = static_cast<std::uint32_t>(2 * config.lowest_order);
  for (const StretchKeys::Order& order : keys.orders()) {
    add_once(config, id, order.contexts);
    add_once(config, id + 1, order.fulls);
    id += 2;
  }
}

// A gram is a context of the position after its end and a full n-gram of its end. Both count from
// the first position that has one.
void RunningState::add_length(const CacheConfig& config, const GramKeys& keys, int length,
                              std::uint64_t first, std::uint64_t last) {
  const auto m = static_cast<std::uint64_t>(length);
  const auto id = static_cast<std::uint32_t>(2 * length + 1);
  const std::span<const std::uint32_t> of_length = keys.of_length(length);
  if (length >= config.lowest_order && last + 1 >= m) {
    const std::uint64_t begin = std::max(first, m - 1) - first;
    add_once(config, id, of_length.subspan(begin + 1, last - first + 1 - begin));
  }
  if (length < config.highest_order && last >= m) {
    const std::uint64_t begin = std::max(first, m) - first;
    add_once(config, id + 1, of_length.subspan(begin, last - first + 1 - begin));
  }
}

void RunningState::add_tables(const CacheConfig& config, std::span<const std::uint32_t> table_ids,
                              std::span<const std::uint32_t> counts) {
  for (std::size_t at = 0; at < counts.size(); at += kCountsAtOnce) {
    const auto part = counts.subspan(at, std::min(kCountsAtOnce, counts.size() - at));
    for (const std::uint32_t id : table_ids) {
      if (covers(set_, config, id)) {
        state_.increments +=
            elements_.add_msh2_table(id, static_cast<std::uint32_t>(at), part, state_.digest);
      }
    }
  }
}

void RunningState::correct(const CacheConfig& config, std::uint32_t table_id, std::uint32_t bucket,
                           std::int32_t difference) {
  if (!covers(set_, config, table_id)) {
    return;
  }
  // Sums are modulo 2^64: to take away is to add the complement.
  const auto count = static_cast<std::uint64_t>(std::int64_t{difference});
  StateDigest element;
  elements_.add_msh2(table_id, {&bucket, 1}, element);
  state_.digest.add(element, count);
  state_.increments += count;
}

}  // namespace reference
