// SPDX-License-Identifier: Apache-2.0
// The event stream of one rank while it evaluates: what is written, and where checkpoints stand
// (causality-audit.md 1.1). Reads the cache, never writes it.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <vector>

#include "reference_impl/evaluation/event_log.h"
#include "reference_impl/evaluation/score_first.h"
#include "reference_impl/record/event.h"

namespace reference {

// After how many segments of a rank a checkpoint stands: 0 is before the first (after PREFILL).
std::set<std::uint64_t> checkpoint_places(const Geometry& geometry, WindowRange windows,
                                          bool prefilled);

// A CHECKPOINT of a state that was read again in full: MSH2 and counts of the tables of `set`, root
// and MSH1 of all.
CheckpointEvent checkpoint_event(std::uint64_t segment, const StateFingerprint& state,
                                 const CacheConfig& cache, DigestSet set);

class RankEvents {
 public:
  // Writes INIT. `cache`, `options` (whose events are set) and the result of the rank outlive this.
  RankEvents(const NgramCache& cache, const ScoreFirstOptions& options, const RankResult& rank,
             const Digest256& tokens, const Geometry& geometry);

  void prefilled(std::uint64_t last);
  // A checkpoint, where one is due now; between segments only.
  void between_segments();
  void scored(const Segment& segment, std::span<const PositionScore> scores);
  void updated(const Segment& segment);
  // Writes CLOSE and gives the files their names.
  NamedFile close();

  const std::vector<Digest256>& leaves() const { return log_.leaves(); }

 private:
  void append(const Event& event);
  const StateFingerprint& current_state();

  const NgramCache& cache_;
  const ScoreFirstOptions& options_;
  EventLog log_;
  std::set<std::uint64_t> checkpoints_;
  std::optional<StateFingerprint> state_;  // of the tables as they are now
  std::uint64_t segments_done_ = 0;
};

}  // namespace reference
