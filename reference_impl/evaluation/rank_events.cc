// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/evaluation/rank_events.h"

#include <algorithm>

#include "reference_impl/base/error.h"

namespace reference {
namespace {

constexpr std::uint64_t kCheckpointParts = 8;

const EventOptions& event_options(const ScoreFirstOptions& options) {
  require(options.events.has_value() && static_cast<bool>(options.events->clock_ns),
          "events need options with a clock");
  return *options.events;
}

}  // namespace

std::set<std::uint64_t> checkpoint_places(const Geometry& geometry, WindowRange windows,
                                          bool prefilled) {
  std::set<std::uint64_t> places;
  const std::uint64_t segments = windows.end - windows.first;
  if (segments == 0) {
    return places;
  }
  if (prefilled) {
    places.insert(0);
  }
  places.insert(1);
  for (std::uint64_t k = 1; k <= kCheckpointParts; ++k) {
    places.insert((k * segments + kCheckpointParts - 1) / kCheckpointParts);
  }
  const std::uint64_t first_tail = std::max(full_window_count(geometry), windows.first);
  if (first_tail < windows.end) {
    places.insert(first_tail - windows.first);
  }
  return places;
}

CheckpointEvent checkpoint_event(std::uint64_t segment, const StateFingerprint& state,
                                 const CacheConfig& cache, DigestSet set) {
  CheckpointEvent event{.segment = segment,
                        .root = state.root,
                        .msh2 = set == DigestSet::shared ? state.msh2_shared : state.msh2,
                        .msh1 = state.msh1,
                        .table_increments = {}};
  for (const TableFingerprint& table : state.tables) {
    if (covers(set, cache, table.table_id)) {
      event.table_increments.push_back(table.increments);
    }
  }
  return event;
}

RankEvents::RankEvents(const NgramCache& cache, const ScoreFirstOptions& options,
                       const RankResult& rank, const Digest256& tokens, const Geometry& geometry)
    : cache_(cache),
      options_(options),
      log_(event_options(options).folder, rank.rank),
      checkpoints_(checkpoint_places(geometry, rank.windows, rank.prefill_end.has_value())) {
  require(cache.digest_set() != DigestSet::none, "events of a cache without a digest");
  append(InitEvent{
      .config_digest = options.events->config_digest,
      .token_digest = tokens,
      .key_commitment = Sha256().update(options.audit_key).update(options.events->salt).finish(),
      .rank = rank.rank,
      .world_size = options.world_size,
      .digest_set = static_cast<std::uint64_t>(cache.digest_set()),
      .tables = table_ids(cache.config(), cache.digest_set()).size()});
}

void RankEvents::append(const Event& event) {
  log_.append(event, cache_.state(), options_.events->clock_ns());
}

const StateFingerprint& RankEvents::current_state() {
  if (!state_) {
    state_ = fingerprint(cache_, options_.audit_key);
  }
  return *state_;
}

void RankEvents::prefilled(std::uint64_t last) {
  state_.reset();
  append(PrefillEvent{.first = 1, .last = last});
}

void RankEvents::between_segments() {
  if (checkpoints_.count(segments_done_) == 0) {
    return;
  }
  append(checkpoint_event(segments_done_ == 0 ? kNoSegment : segments_done_ - 1, current_state(),
                          cache_.config(), cache_.digest_set()));
}

void RankEvents::scored(const Segment& segment, std::span<const PositionScore> scores) {
  log_.append_scores({.segment = segments_done_, .first = segment.first, .last = segment.last},
                     scores, cache_.state(), options_.events->clock_ns());
}

void RankEvents::updated(const Segment& segment) {
  state_.reset();
  append(UpdateEvent{.segment = segments_done_, .first = segment.first, .last = segment.last});
  ++segments_done_;
}

NamedFile RankEvents::close() {
  CloseEvent event = log_.totals();
  event.root = current_state().root;
  append(event);
  return log_.finish();
}

}  // namespace reference
