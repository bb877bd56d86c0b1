// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/evaluation/rank_events.h"

#include <algorithm>
#include <array>
#include <bit>
#include <vector>

#include "reference_impl/base/error.h"
#include "reference_impl/ngram/mixing.h"

namespace reference {
namespace {

constexpr std::uint64_t kCheckpointParts = 8;

static_assert(std::endian::native == std::endian::little, "scores are hashed as they lie");

// One position of a score digest: j u64, token u32 and matched order u32, C, F, and the bits of
// score, Z and the network's probability.
using ScoreWords = std::array<std::uint64_t, 7>;

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

SegmentSummary summarize_segment(std::span<const PositionScore> scores) {
  SegmentSummary summary;
  std::vector<ScoreWords> words;
  words.reserve(scores.size());
  for (const PositionScore& score : scores) {
    const std::uint64_t order = score.cache.matched_order;
    words.push_back({score.position, score.token | order << 32U, score.cache.context_count,
                     score.cache.full_count, std::bit_cast<std::uint64_t>(score.cache.probability),
                     0,  // Z: normalization is not computed while scoring
                     std::bit_cast<std::uint64_t>(score.neural.probability)});
    summary.coded_bits += coded_bits(score.cache.probability);
  }
  summary.score_digest = sha256(std::span(reinterpret_cast<const std::uint8_t*>(words.data()),
                                          words.size() * sizeof(ScoreWords)));
  return summary;
}

RankEvents::RankEvents(const NgramCache& cache, const ScoreFirstOptions& options,
                       const RankResult& rank, const Digest256& tokens, const Geometry& geometry)
    : cache_(cache),
      options_(options),
      writer_(event_options(options).folder, rank.rank),
      neural_(options.events->folder, rank.rank),
      checkpoints_(checkpoint_places(geometry, rank.windows, rank.prefill_end.has_value())) {
  append(InitEvent{
      .config_digest = options.events->config_digest,
      .token_digest = tokens,
      .key_commitment = Sha256().update(options.audit_key).update(options.events->salt).finish(),
      .rank = rank.rank,
      .world_size = options.world_size,
      .digest_set = 0,
      .tables = table_ids(cache.config()).size()});
}

void RankEvents::append(const Event& event) {
  const CacheState state = cache_.state();
  writer_.append(event, state.digest, state.increments, options_.events->clock_ns());
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
  const StateFingerprint& state = current_state();
  CheckpointEvent event{.segment = segments_done_ == 0 ? kNoSegment : segments_done_ - 1,
                        .root = state.root,
                        .msh2 = state.msh2,
                        .msh1 = state.msh1,
                        .table_increments = {}};
  for (const TableFingerprint& table : state.tables) {
    event.table_increments.push_back(table.increments);
  }
  append(event);
}

void RankEvents::scored(const Segment& segment, std::span<const PositionScore> scores) {
  const SegmentSummary summary = summarize_segment(scores);
  append(ScoreEvent{.segment = segments_done_,
                    .first = segment.first,
                    .last = segment.last,
                    .coded_bits = summary.coded_bits,
                    .score_digest = summary.score_digest});
  ++totals_.events;
  totals_.positions += scores.size();
  totals_.coded_bits += summary.coded_bits;
  std::vector<NeuralRecord> neural;
  neural.reserve(scores.size());
  // One addition a position: the sum's order is part of its definition.
  for (const PositionScore& score : scores) {
    totals_.sum_nats += score_nats(score.cache.probability);
    neural.push_back(
        {.probability = score.neural.probability, .entropy_nats = score.neural.entropy_nats});
  }
  neural_.append(neural);
}

void RankEvents::updated(const Segment& segment) {
  state_.reset();
  append(UpdateEvent{.segment = segments_done_, .first = segment.first, .last = segment.last});
  ++totals_.events;
  ++segments_done_;
}

NamedFile RankEvents::close() {
  totals_.root = current_state().root;
  append(totals_);
  neural_.finish();
  return writer_.finish();
}

}  // namespace reference
