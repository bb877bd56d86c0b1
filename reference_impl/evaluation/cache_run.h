// SPDX-License-Identifier: Apache-2.0
// One cache configuration over one token stream with the synthetic network: everything a golden of
// ngram-cache.md section 10 states. Not a score of any submission; a measurement of the cache
// itself.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "reference_impl/evaluation/normalization.h"
#include "reference_impl/evaluation/score_first.h"
#include "reference_impl/evaluation/synthetic_model.h"

#include <nlohmann/json_fwd.hpp>

namespace reference {

enum class TokenTransform { none, reverse, tile2 };

struct CacheRunConfig {
  std::string name;
  std::filesystem::path token_file;  // relative: from the working directory
  std::string token_file_sha256;
  std::uint64_t token_start = 0;
  std::uint64_t token_count = 0;
  TokenTransform transform = TokenTransform::none;
  std::uint32_t seq_len = 2048;
  std::uint32_t stride = 64;
  std::uint32_t world_size = 1;
  std::uint64_t trunc_multiple = 2048;
  std::filesystem::path piece_table;  // empty: the official one
  SyntheticConfig network;
  CacheConfig cache;
  Digest256 cache_digest{};  // SHA-256 of the canonical `cache` object
};

struct SampledPosition {
  std::uint64_t window = 0;
  std::uint32_t rank = 0;
  PositionScore score;
  double z = 0;  // sum of the row it was read from; 0 where rows were not measured
};

// State of the sequential run after some windows.
struct SequentialCheckpoint {
  std::uint64_t windows = 0;
  std::uint64_t last_scored = 0;
  StateFingerprint state;
};

struct CacheRunResult {
  ScoreFirstResult scores;
  Coverage coverage;
  std::map<int, std::uint64_t> matched_orders;  // order -> scorings; 0: none
  Digest256 matched_order_digest{};             // uint8, in (rank, event, position) order
  Digest256 context_count_digest{};             // uint32 LE
  Digest256 full_count_digest{};                // uint32 LE
  std::vector<Digest256> sequential_roots;      // by rank: the sequential run at its start
  std::vector<SequentialCheckpoint> checkpoints;
  std::vector<SampledPosition> samples;
  bool with_float32 = false;  // PR 806's arithmetic was followed too
  NormalizationResult normalization;
  // The same formulas without collisions, in nats; absent for long streams and for samples.
  std::optional<double> collision_free_nats;
};

// x[0..T] of a configuration: sliced, transformed, truncated; and the piece table it names.
std::vector<std::uint16_t> cache_run_tokens(const CacheRunConfig& config);
PieceTable cache_run_pieces(const CacheRunConfig& config);

// Settings that are not the configuration's: device, ranks_at_once, strict mode, events folder and
// clock, progress; geometry and digests are taken from `config`. Rows are measured at every
// position, or at those of `sample` (ascending) where it is not empty.
CacheRunResult run_cache(const CacheRunConfig& config, const ScoreFirstOptions& settings,
                         const std::vector<std::uint64_t>& sample = {});

// Reads a golden's `config` object; strict. Throws Error{bad_input}.
CacheRunConfig cache_run_config_from_json(const nlohmann::json& object, const std::string& where);
// The `result` object of a golden.
nlohmann::json cache_run_result_to_json(const CacheRunResult& result);

}  // namespace reference
