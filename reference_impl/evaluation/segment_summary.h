// SPDX-License-Identifier: Apache-2.0
// What a SCORE event says of its scores (causality-audit.md 1.1): their digest and coded bits.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "reference_impl/base/sha256.h"
#include "reference_impl/evaluation/score_first.h"

namespace reference {

struct SegmentSummary {
  Digest256 score_digest{};
  std::uint64_t coded_bits = 0;
  friend bool operator==(const SegmentSummary&, const SegmentSummary&) = default;
};

SegmentSummary summarize_segment(std::span<const PositionScore> scores);

// The same for many segments, whose scores lie one after the other: neighbours of one length are
// hashed together. `lengths` sum to the size of `scores`.
std::vector<SegmentSummary> summarize_segments(std::span<const PositionScore> scores,
                                               std::span<const std::size_t> lengths);

}  // namespace reference
