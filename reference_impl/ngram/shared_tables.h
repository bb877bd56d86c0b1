// SPDX-License-Identifier: Apache-2.0
// The counts of all orders in one table an order and one more (ngram-cache.md section 3): the full
// table of order m also stands for the context table of order m+1, which differs from it by one
// count at each end of an inserted stretch; those differences are kept beside it. The context table
// of the lowest order has no such partner and is stored as it is. Equal to two tables an order in
// every count; needs shares_tables(config).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "reference_impl/ngram/cache_config.h"
#include "reference_impl/ngram/gram_keys.h"
#include "reference_impl/ngram/table_memory.h"

namespace reference {

class SharedTables {
 public:
  explicit SharedTables(const CacheConfig& config);

  // Lengths of the grams that are counted: the lowest context width to the highest order.
  int shortest() const { return shortest_; }
  int longest() const { return longest_; }

  // Counts by key of the grams of one length; for `shortest()` of contexts, for the others of full
  // n-grams of that order.
  std::span<std::uint32_t> counts(int length) const;

  // The count of a context of `length` tokens.
  std::uint32_t context_count(int length, std::uint32_t key) const {
    std::uint32_t count = counts(length)[key];
    for (const Edge& edge : edges_[static_cast<std::size_t>(length - shortest_)]) {
      count += edge.key == key ? static_cast<std::uint32_t>(edge.difference) : 0;
    }
    return count;
  }

  // Adds what the context table of `length` tokens has more (or less) than the counts of the length
  // to a copy of them.
  void correct_contexts(int length, std::span<std::uint32_t> copy) const;

  // Context count less full count of one bucket; never 0.
  struct Edge {
    std::uint32_t key = 0;
    std::int32_t difference = 0;
  };
  std::span<const Edge> edges(int length) const {
    return edges_[static_cast<std::size_t>(length - shortest_)];
  }

  // Asks for the counts of the grams of one length that end where `keys` begin to where they end.
  void fetch_length(const GramKeys& keys, int length) const {
    const std::uint32_t* table = counts(length).data();
    for (const std::uint32_t key : keys.of_length(length)) {
      __builtin_prefetch(table + key, 1);
    }
  }
  // Counts the grams of one length of an insertion of the positions first..last; `keys` are those
  // of the ends first-1..last. When all lengths are counted, note_ends() follows.
  void insert_length(const GramKeys& keys, int length, std::uint64_t first, std::uint64_t last);
  void note_ends(const GramKeys& keys, std::uint64_t first, std::uint64_t last);
  // Notes that a stretch was inserted whose counts somebody else made: once with -1 for its last
  // position and once with +1 for the position before its first, where `keys` has them at `index`.
  void note_end(const GramKeys& keys, std::size_t index, std::uint64_t position,
                std::int32_t difference);

  std::size_t bytes() const { return memory_.bytes(); }

 private:
  void add_edge(int length, std::uint32_t key, std::int32_t difference);

  int shortest_;
  int longest_;
  std::uint64_t buckets_;
  TableMemory memory_;
  std::vector<std::vector<Edge>> edges_;  // by length - shortest
};

}  // namespace reference
