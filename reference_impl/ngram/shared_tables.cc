// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/ngram/shared_tables.h"

#include <algorithm>

#include "reference_impl/base/error.h"

namespace reference {

SharedTables::SharedTables(const CacheConfig& config)
    : shortest_(config.lowest_order - 1),
      longest_(config.highest_order),
      buckets_(config.buckets),
      memory_(static_cast<std::size_t>(longest_ - shortest_ + 1) * config.buckets),
      edges_(static_cast<std::size_t>(longest_ - shortest_ + 1)) {
  require(shares_tables(config),
          "tables are shared by caches of one hash for contexts and targets");
}

std::span<std::uint32_t> SharedTables::counts(int length) const {
  return {memory_.counts() + static_cast<std::size_t>(length - shortest_) * buckets_, buckets_};
}

void SharedTables::correct_contexts(int length, std::span<std::uint32_t> copy) const {
  for (const Edge& edge : edges_[static_cast<std::size_t>(length - shortest_)]) {
    copy[edge.key] += static_cast<std::uint32_t>(edge.difference);
  }
}

// A position has an n-gram of order m from position m-1 on, and a context of m tokens from m on,
// which then ends a position earlier.
void SharedTables::insert_length(const GramKeys& keys, int length, std::uint64_t first,
                                 std::uint64_t last) {
  const auto m = static_cast<std::uint64_t>(length);
  const std::span<const std::uint32_t> of_length = keys.of_length(length);
  std::uint32_t* table = counts(length).data();
  const bool contexts = length == shortest_;
  const std::uint64_t begin = contexts ? std::max(first, m) - 1 : std::max(first, m - 1);
  const std::uint64_t end = contexts ? last : last + 1;
  for (std::uint64_t at = begin; at < end; ++at) {
    ++table[of_length[at - (first - 1)]];
  }
}

void SharedTables::note_ends(const GramKeys& keys, std::uint64_t first, std::uint64_t last) {
  note_end(keys, 0, first - 1, 1);
  note_end(keys, last - (first - 1), last, -1);
}

void SharedTables::note_end(const GramKeys& keys, std::size_t index, std::uint64_t position,
                            std::int32_t difference) {
  for (int length = shortest_ + 1; length <= longest_; ++length) {
    if (position + 1 >= static_cast<std::uint64_t>(length)) {
      add_edge(length, keys.of_length(length)[index], difference);
    }
  }
}

void SharedTables::add_edge(int length, std::uint32_t key, std::int32_t difference) {
  std::vector<Edge>& edges = edges_[static_cast<std::size_t>(length - shortest_)];
  const auto found =
      std::find_if(edges.begin(), edges.end(), [key](const Edge& edge) { return edge.key == key; });
  if (found == edges.end()) {
    edges.push_back({.key = key, .difference = difference});
    return;
  }
  found->difference += difference;
  if (found->difference == 0) {
    *found = edges.back();
    edges.pop_back();
  }
}

}  // namespace reference
