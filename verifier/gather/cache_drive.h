// SPDX-License-Identifier: Apache-2.0
// Drives a cache over one rank's windows as the evaluation loop does (ngram-cache.md section 6),
// and keeps what it scored and the state it stood in before each segment.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "reference_impl/evaluation/geometry.h"
#include "reference_impl/ngram/ngram_cache.h"

namespace verifier {

using CacheMaker = std::function<std::unique_ptr<reference::NgramCache>()>;

struct DriveInput {
  std::span<const std::uint16_t> tokens;  // x[0..T]
  const reference::CacheConfig& cache;
  reference::Geometry geometry;
  std::uint32_t rank = 0;
  std::uint32_t world_size = 1;
  std::span<const reference::NeuralScore> neural;  // by position 0..T
  const CacheMaker& make_cache;
};

bool equal(const reference::CacheScore& one, const reference::CacheScore& other);

struct ScoreList : std::vector<reference::CacheScore> {
  using std::vector<::reference::CacheScore>::vector;
  bool operator==(const ScoreList& other) const;
};

struct DrivenSegment {
  reference::Segment segment;
  reference::CacheState before;
  ScoreList scores;
};

struct DriveTrace {
  std::vector<DrivenSegment> segments;
};

class Drive {
 public:
  // Makes the cache and prefills it where the rank does. `input` is copied; what it refers to
  // outlives this.
  explicit Drive(const DriveInput& input);

  bool done() const { return window_ == windows_.end; }
  reference::Segment next_segment() const;
  std::uint64_t segments_done() const { return window_ - windows_.first; }
  const reference::NgramCache& cache() const { return *cache_; }

  // Scores the next segment; update() then inserts it and goes on.
  void score();
  void update();
  const ScoreList& last_scores() const { return trace_.segments.back().scores; }
  DriveTrace take_trace() { return std::move(trace_); }

 private:
  DriveInput input_;
  std::unique_ptr<reference::NgramCache> cache_;
  reference::WindowRange windows_;
  std::uint64_t window_ = 0;
  DriveTrace trace_;
};

}  // namespace verifier
