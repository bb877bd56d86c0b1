// SPDX-License-Identifier: Apache-2.0
// The one evaluation loop with a cache: for each window in order, score its segment against the
// frozen state, then insert it (ngram-cache.md section 6). Ranks run as threads, each with its own
// cache and its own network; sums, roots and events come back merged, rank ascending. The loop
// writes the event files of causality-audit.md 1.1 where it is given a folder for them.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "reference_impl/base/sha256.h"
#include "reference_impl/base/state_digest.h"
#include "reference_impl/evaluation/geometry.h"
#include "reference_impl/evaluation/token_model.h"
#include "reference_impl/ngram/ngram_cache.h"
#include "reference_impl/ngram/state_fingerprint.h"
#include "reference_impl/record/run_record.h"
#include "reference_impl/tokens/piece_table.h"

namespace reference {

// Where long work says how far it is: one line without line end. May be called from any thread, one
// call at a time.
using Progress = std::function<void(const std::string& line)>;

// Makes the network of one rank. Called in the rank's own thread when its turn comes; the network
// lives until that rank has scored its last window.
using ModelFactory = std::function<std::unique_ptr<TokenModel>(std::uint32_t rank)>;

// Makes the cache of one rank, in the rank's own thread.
using CacheFactory = std::function<std::unique_ptr<NgramCache>(std::uint32_t rank)>;

// One scored position, in the order of scoring.
struct PositionScore {
  std::uint64_t position = 0;
  std::uint16_t token = 0;
  bool first_time = true;  // no earlier window has scored this position
  NeuralScore neural;
  CacheScore cache;
};

// Sees every segment of a rank after it was scored, in the rank's thread. `window` counts from 0 in
// the whole run.
using SegmentSink = std::function<void(std::uint32_t rank, std::uint64_t window,
                                       std::span<const PositionScore> scores)>;

// A segment that was scored and is not inserted yet, with the network's rows: one of `vocabulary`
// logits a position. Everything lives as long as the call.
struct SegmentRows {
  std::uint32_t rank = 0;
  std::uint64_t window = 0;
  const NgramCache& cache;
  std::span<const std::uint16_t> tokens;
  std::span<const PositionScore> scores;
  std::span<const float> logits;
  std::uint32_t vocabulary = 0;
};
using RowSink = std::function<void(const SegmentRows& rows)>;

struct EventOptions {
  std::filesystem::path folder;             // must exist; gets events-<rank>.bin, times-<rank>.bin
  Digest256 config_digest{};                // SHA-256 of the canonical `cache` object
  std::array<std::uint8_t, 32> salt{};      // of the key commitment
  std::function<std::uint64_t()> clock_ns;  // wall clock for the times files
};

struct ScoreFirstOptions {
  std::uint32_t seq_len = 2048;
  std::uint32_t stride = 64;
  std::uint32_t world_size = 1;
  bool score_once = false;           // strict mode: see Geometry
  std::uint32_t batch_windows = 32;  // windows a network call
  std::uint32_t ranks_at_once = 0;   // bounds memory; 0: one for each core
  CacheDevice device = CacheDevice::cpu;
  bool rank_devices = false;  // each rank on the CUDA device of its number, talking over NCCL
  CacheFactory make_cache;    // empty: make_ngram_cache on `device`
  DigestKey audit_key = test_digest_key();
  bool rank_states = false;            // fingerprint each rank's first and last state
  std::optional<EventOptions> events;  // absent: no events are made
  SegmentSink sink;                    // may be empty
  RowSink rows;                        // may be empty; called after `sink`, in the rank's thread
  Progress progress;                   // may be empty
};

struct ScoreSums {
  double cache_nats = 0;
  double neural_nats = 0;
  std::uint64_t positions = 0;
  std::uint64_t bytes = 0;
};

struct RankResult {
  std::uint32_t rank = 0;
  WindowRange windows;
  std::uint64_t first_window_start = 0;
  std::uint64_t first_scored = 0;  // 0 for a rank without windows
  std::uint64_t last_scored = 0;
  std::optional<std::uint64_t> prefill_end;
  // D and N before its first window are those the rank before ended with (I6), as the ranks told
  // each other; true for a rank without a rank before it or without windows.
  bool continues = true;
  ScoreSums claimed;
  StateFingerprint start_state;  // with rank_states alone
  StateFingerprint end_state;
};

struct ScoreFirstResult {
  Geometry geometry;
  Digest256 token_digest{};
  std::uint64_t val_bytes = 0;      // targets 1..T, each once
  ScoreSums claimed;                // every scoring, repeats counted: as submitted
  ScoreSums once;                   // first scoring of each position alone
  double rescore_nats = 0;          // repeats alone
  double rescore_first_nats = 0;    // what the repeated positions cost when first scored
  double claimed_float32_nats = 0;  // `claimed` through PR 806's float32 arithmetic
  std::vector<RankResult> ranks;
  // With events alone:
  Digest256 event_root{};
  std::uint64_t event_count = 0;  // Merkle leaves
  std::vector<NamedFile> event_files;
};

// Evaluates x[0..T]; `tokens` holds exactly those T+1 tokens. Throws PrefillOutOfRange,
// Error{bad_input} for tokens beyond the piece table, and whatever model and disk throw.
ScoreFirstResult evaluate_score_first(std::span<const std::uint16_t> tokens,
                                      const PieceTable& pieces, const CacheConfig& cache,
                                      const ModelFactory& make_model,
                                      const ScoreFirstOptions& options);

double bits_per_byte(double nats, std::uint64_t bytes);

// The run record's scores of a result: "sliding" and "sliding_once" (network alone), "cache" and
// "cache_once".
std::vector<Score> scores_of(const ScoreFirstResult& result);

}  // namespace reference
