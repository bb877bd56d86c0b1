// SPDX-License-Identifier: Apache-2.0
// The audit of one rank's events: order, insertions, digests and roots, against a replay of the
// rank's updates from the tokens (causality-audit.md section 2). Coverage over all ranks is
// gathered in RunCoverage and judged by event_audit.cc.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <vector>

#include "reference_impl/evaluation/geometry.h"
#include "reference_impl/ngram/ngram_cache.h"
#include "reference_impl/record/event_file.h"
#include "verifier/gather/breach_book.h"
#include "verifier/gather/event_audit.h"
#include "verifier/gather/score_replay.h"

namespace verifier {

// How often each position was scored, over all ranks; index 0 is unused.
struct RunCoverage {
  std::vector<std::uint32_t> scorings;
  std::uint64_t total = 0;
  std::uint64_t after_insert = 0;  // scorings of positions the rank had inserted
  bool updates_between_repeats = false;
  std::optional<EventPlace> first_repeat;
};

// What the next rank is held against.
struct RankEnd {
  reference::CacheState state;
  std::uint64_t last_scored = 0;
  reference::DigestSet digest_set = reference::DigestSet::all;  // of `state`
};

class RankAudit {
 public:
  // `previous` is the end of the rank before, null for rank 0.
  RankAudit(const AuditInput& input, std::uint64_t rank, const RankEnd* previous,
            RunCoverage& coverage, BreachBook& book);

  // Walks the whole file; call once.
  RankEnd run(const reference::EventFile& file);
  // Whether the network's numbers were there to score everything again.
  bool scores_replayed() const { return scores_.possible(); }

 private:
  void on(const reference::InitEvent& event);
  void on(const reference::PrefillEvent& event);
  void on(const reference::ScoreEvent& event);
  void on(const reference::UpdateEvent& event);
  void on(const reference::CheckpointEvent& event);
  void on(const reference::CloseEvent& event);

  void cover(const EventPlace& place);
  void expect_window(const EventPlace& place);
  void expect_replayed_scores(const reference::ScoreEvent& event, const EventPlace& place);
  void expect_inserted_before(const EventPlace& place);
  void expect_replayed_state(const EventPlace& place);
  bool in_stream(const EventPlace& place);
  void breach(const std::string& invariant, const EventPlace& place, const std::string& what);

  const AuditInput& input_;
  std::uint64_t rank_;
  const RankEnd* previous_;
  RunCoverage& coverage_;
  BreachBook& book_;
  reference::DigestKey key_{};
  reference::DigestSet digest_set_ = reference::DigestSet::all;  // that INIT names
  std::unique_ptr<reference::NgramCache> replay_;
  ScoreReplay scores_;
  reference::Geometry geometry_;
  reference::WindowRange windows_;
  std::set<std::uint64_t> checkpoints_;  // after how many segments one stood

  const reference::EventRecord* record_ = nullptr;  // the one being walked
  reference::CacheState before_;                    // D and N of the record before
  std::uint64_t inserted_to_ = 0;                   // highest inserted position
  std::optional<EventPlace> scored_;                // SCORE that waits for its UPDATE
  std::uint64_t next_segment_ = 0;
  std::uint64_t last_scored_ = 0;
  std::uint64_t first_scored_ = 0;
  std::uint64_t score_and_update_events_ = 0;
  std::uint64_t positions_ = 0;
  std::uint64_t coded_bits_ = 0;
  bool prefilled_ = false;
  bool closed_ = false;
};

}  // namespace verifier
