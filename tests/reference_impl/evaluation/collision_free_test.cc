// SPDX-License-Identifier: Apache-2.0
// The exact counts against the slow obvious way: every rank begins empty and inserts its prefill.
#include "reference_impl/evaluation/collision_free.h"

#include <algorithm>

#include "reference_impl/ngram/exact_counts.h"
#include "tests/support/small_cache.h"

#include <gtest/gtest.h>

namespace reference {
namespace {

constexpr std::uint64_t kTargets = 640;

struct Split {
  const char* name;
  std::uint32_t seq_len;
  std::uint32_t stride;
  std::uint32_t world_size;
  std::uint64_t targets = kTargets;
};

class CollisionFree : public testing::TestWithParam<Split> {
 protected:
  CollisionFree() {
    for (std::uint64_t i = 0; i < kTargets; ++i) {
      neural_.push_back({.probability = 1.0 / static_cast<double>(2 + i % 7),
                         .entropy_nats = static_cast<double>(i % 5)});
    }
  }

  // Sum over the positions of a segment that no window scored before.
  double score(const ExactCounts& counts, const Segment& segment, std::vector<bool>& scored) const {
    double nats = 0;
    for (std::uint64_t j = segment.first; j <= segment.last; ++j) {
      if (!scored[j]) {
        nats += score_nats(
            mix_counts(cache_, neural_[j - 1], counts.counts(tokens_, j, j)).probability);
        scored[j] = true;
      }
    }
    return nats;
  }

  double naive(const Geometry& geometry, std::uint32_t world_size) const {
    std::vector<bool> scored(geometry.targets + 1, false);
    double nats = 0;
    for (std::uint32_t rank = 0; rank < world_size; ++rank) {
      ExactCounts counts(cache_);
      if (const auto end = prefill_end(geometry, cache_, rank, world_size)) {
        counts.insert(tokens_, 1, *end);
      }
      const WindowRange windows = windows_of_rank(geometry, rank, world_size);
      for (std::uint64_t window = windows.first; window < windows.end; ++window) {
        const Segment segment = segment_of(geometry, window);
        nats += score(counts, segment, scored);
        counts.insert(tokens_, segment.first, segment.last);
      }
    }
    return nats;
  }

  CacheConfig cache_ = pgolf_test::small_806();  // whose prefill ends with the stream
  std::vector<std::uint16_t> tokens_ = pgolf_test::repetitive_tokens(kTargets + 1);
  std::vector<NeuralScore> neural_;
};

TEST_P(CollisionFree, EveryRankBeginsWithWhatItPrefills) {
  const Split& split = GetParam();
  const Geometry geometry{
      .targets = split.targets, .seq_len = split.seq_len, .stride = split.stride};
  const double found =
      collision_free_nats(tokens_, cache_, geometry, split.world_size,
                          std::span<const NeuralScore>(neural_).first(split.targets));
  EXPECT_DOUBLE_EQ(found, naive(geometry, split.world_size));
}

INSTANTIATE_TEST_SUITE_P(
    Splits, CollisionFree,
    testing::Values(Split{"one_rank", 64, 16, 1}, Split{"four_ranks", 64, 16, 4},
                    Split{"tail_ranks", 64, 8, 80}, Split{"gaps", 16, 32, 4},
                    Split{"stride_is_length", 32, 32, 3},
                    // 2 windows: rank 0 has none, rank 1 begins at window 0 and prefills 64.
                    Split{"first_rank_is_empty", 128, 64, 3, 128},
                    Split{"more_ranks_than_windows", 64, 16, 57}),
    [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace reference
