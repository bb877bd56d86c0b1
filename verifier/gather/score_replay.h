// SPDX-License-Identifier: Apache-2.0
// The cache scores of one rank computed again: from tables that the audit filled from the tokens,
// and from the network's own numbers that the run left beside its events (invariant I12 on the
// cache side). Without those numbers nothing is replayed, and the audit says so.
#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <vector>

#include "reference_impl/evaluation/rank_events.h"
#include "reference_impl/ngram/ngram_cache.h"
#include "reference_impl/record/neural_file.h"

namespace verifier {

// One segment as the audit scored it again.
struct SegmentReplay {
  std::uint64_t rank = 0;
  std::uint64_t first = 0;
  std::uint64_t last = 0;
  const reference::NgramCache& tables;  // before the segment's update
  std::span<const reference::PositionScore> scores;
};

class ScoreReplay {
 public:
  // Reads neural-<rank>.bin of a folder of event files; throws Error{bad_input} for a broken one.
  ScoreReplay(const std::filesystem::path& folder, std::uint32_t rank);

  bool possible() const { return neural_.has_value(); }
  // The next segment's scores; empty where the file holds too few numbers.
  std::vector<reference::PositionScore> next(const reference::NgramCache& tables,
                                             std::span<const std::uint16_t> tokens,
                                             std::uint64_t first, std::uint64_t last);
  // Whether every number of the file belonged to a scoring.
  bool used_up() const { return !neural_ || at_ == neural_->size(); }
  double sum_nats() const { return sum_nats_; }

 private:
  std::optional<std::vector<reference::NeuralRecord>> neural_;
  std::size_t at_ = 0;
  double sum_nats_ = 0;
};

}  // namespace verifier
