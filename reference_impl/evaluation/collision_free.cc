// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/evaluation/collision_free.h"

#include <algorithm>

#include "reference_impl/base/error.h"
#include "reference_impl/ngram/exact_counts.h"

namespace reference {
namespace {

class ExactPass {
 public:
  ExactPass(std::span<const std::uint16_t> tokens, const CacheConfig& cache,
            const Geometry& geometry, std::span<const NeuralScore> neural)
      : tokens_(tokens), cache_(cache), geometry_(geometry), neural_(neural), exact_(cache) {}

  // Begins a rank with what it prefills.
  void begin(std::uint64_t prefilled) {
    exact_ = ExactCounts(cache_);
    exact_.insert(tokens_, 1, prefilled);
  }

  // Scores what a window scores first, then inserts its whole segment.
  double pass(std::uint64_t window) {
    const Segment segment = segment_of(geometry_, window);
    const std::uint64_t first = std::max(segment.first, covered_before(geometry_, window) + 1);
    const double nats = first <= segment.last ? score(first, segment.last) : 0;
    exact_.insert(tokens_, segment.first, segment.last);
    return nats;
  }

 private:
  double score(std::uint64_t first, std::uint64_t last) const {
    const std::vector<OrderCounts> counts = exact_.counts(tokens_, first, last);
    const std::size_t orders = counts.size() / (last - first + 1);
    double nats = 0;
    for (std::uint64_t j = first; j <= last; ++j) {
      const std::span<const OrderCounts> of_position =
          std::span(counts).subspan((j - first) * orders, orders);
      nats += score_nats(mix_counts(cache_, neural_[j - 1], of_position).probability);
    }
    return nats;
  }

  std::span<const std::uint16_t> tokens_;
  const CacheConfig& cache_;
  const Geometry& geometry_;
  std::span<const NeuralScore> neural_;
  ExactCounts exact_;
};

}  // namespace

// Ranks start from what they prefill. Where that ends where the windows before it end, it is what
// they inserted, but for repeats, after which nothing is scored for the first time.
double collision_free_nats(std::span<const std::uint16_t> tokens, const CacheConfig& cache,
                           const Geometry& geometry, std::uint32_t world_size,
                           std::span<const NeuralScore> neural) {
  require(neural.size() == geometry.targets, "one network score a position");
  ExactPass exact(tokens, cache, geometry, neural);
  double nats = 0;
  bool joined = true;  // whether each position before the next window was inserted, and once
  for (std::uint32_t rank = 0; rank < world_size; ++rank) {
    const WindowRange windows = windows_of_rank(geometry, rank, world_size);
    if (const auto prefilled = prefill_end(geometry, cache, rank, world_size)) {
      const bool joins = *prefilled == covered_before(geometry, windows.first);
      if (!joins || !joined) {
        exact.begin(*prefilled);
      }
      joined = joins;
    }
    for (std::uint64_t window = windows.first; window < windows.end; ++window) {
      nats += exact.pass(window);
    }
  }
  return nats;
}

}  // namespace reference
