// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/evaluation/cache_run.h"

#include <algorithm>
#include <set>

#include "reference_impl/base/error.h"
#include "reference_impl/base/file.h"
#include "reference_impl/base/little_endian.h"
#include "reference_impl/evaluation/collision_free.h"
#include "reference_impl/evaluation/sequential_replay.h"
#include "reference_impl/tokens/shard.h"

namespace reference {
namespace {

constexpr std::uint64_t kShardCapBytes = std::uint64_t{1} << 31U;
constexpr std::uint64_t kTableCapBytes = std::uint64_t{1} << 22U;

std::vector<std::uint16_t> load_tokens(const CacheRunConfig& config) {
  const std::string bytes = read_file(config.token_file, kShardCapBytes);
  const std::string digest = to_hex(sha256(bytes));
  if (digest != config.token_file_sha256) {
    throw Error(ErrorKind::bad_input, config.token_file.string() + ": its SHA-256 is " + digest +
                                          ", the configuration names " + config.token_file_sha256);
  }
  const std::vector<std::uint16_t> shard = parse_shard(bytes, config.token_file.string());
  if (config.token_start > shard.size() || config.token_count > shard.size() - config.token_start) {
    throw Error(ErrorKind::bad_input, config.token_file.string() + ": has " +
                                          std::to_string(shard.size()) + " tokens, " +
                                          std::to_string(config.token_count) + " from token " +
                                          std::to_string(config.token_start) + " are asked for");
  }
  const auto first = shard.begin() + static_cast<std::ptrdiff_t>(config.token_start);
  std::vector<std::uint16_t> tokens(first, first + static_cast<std::ptrdiff_t>(config.token_count));
  if (config.transform == TokenTransform::reverse) {
    std::reverse(tokens.begin(), tokens.end());
  } else if (config.transform == TokenTransform::tile2) {
    const std::vector<std::uint16_t> once = tokens;
    tokens.insert(tokens.end(), once.begin(), once.end());
  }
  const std::string slice = config.token_file.string() + ": the configuration's slice";
  tokens.resize(truncated_targets(tokens.size(), config.trunc_multiple, slice) + 1);
  return tokens;
}

PieceTable load_pieces(const CacheRunConfig& config) {
  return config.piece_table.empty()
             ? official_piece_table()
             : parse_piece_table(read_file(config.piece_table, kTableCapBytes),
                                 config.piece_table.string());
}

// Collects per rank what a golden states about every scoring; ranks write to their own slot.
class Collector {
 public:
  Collector(std::uint32_t world_size, std::uint64_t windows)
      : ranks_(world_size), windows_(windows), step_(std::max<std::uint64_t>(1, windows / 40)) {}

  // `z` by position, as the scores.
  void take(const SegmentRows& rows, std::span<const double> z) {
    const std::span<const PositionScore> scores = rows.scores;
    PerRank& mine = ranks_[rows.rank];
    for (const PositionScore& score : scores) {
      mine.orders += static_cast<char>(score.cache.matched_order);
      append_little_endian(mine.contexts, score.cache.context_count, 4);
      append_little_endian(mine.fulls, score.cache.full_count, 4);
      ++mine.histogram[score.cache.matched_order];
    }
    for (const std::uint64_t offset : sampled_offsets(rows.window)) {
      if (offset < scores.size()) {
        mine.samples.push_back(
            {.window = rows.window, .rank = rows.rank, .score = scores[offset], .z = z[offset]});
      }
    }
  }

  void finish(CacheRunResult& result) const {
    Sha256 orders;
    Sha256 contexts;
    Sha256 fulls;
    for (const PerRank& rank : ranks_) {
      orders.update(rank.orders);
      contexts.update(rank.contexts);
      fulls.update(rank.fulls);
      result.samples.insert(result.samples.end(), rank.samples.begin(), rank.samples.end());
      for (const auto& [order, count] : rank.histogram) {
        result.matched_orders[order] += count;
      }
    }
    result.matched_order_digest = orders.finish();
    result.context_count_digest = contexts.finish();
    result.full_count_digest = fulls.finish();
  }

 private:
  struct PerRank {
    std::string orders;
    std::string contexts;
    std::string fulls;
    std::map<int, std::uint64_t> histogram;
    std::vector<SampledPosition> samples;
  };

  std::vector<std::uint64_t> sampled_offsets(std::uint64_t window) const {
    if (window == 0) {
      return {0, 1, 63};
    }
    return window % step_ == 0 || window + 2 >= windows_
               ? std::vector<std::uint64_t>{7 * window % 64}
               : std::vector<std::uint64_t>{};
  }

  std::vector<PerRank> ranks_;
  std::uint64_t windows_;
  std::uint64_t step_;
};

// Notes the network's score of each position at its first scoring, by position - 1, where there is
// room. A position belongs to one rank then, so ranks write apart.
void keep_first(std::span<const PositionScore> scores, std::vector<NeuralScore>& neural) {
  for (const PositionScore& score : scores) {
    if (score.first_time && score.position <= neural.size()) {
      neural[score.position - 1] = score.neural;
    }
  }
}

ScoreFirstOptions options_for(const CacheRunConfig& config, const ScoreFirstOptions& settings) {
  ScoreFirstOptions options = settings;
  options.seq_len = config.seq_len;
  options.stride = config.stride;
  options.world_size = config.world_size;
  options.rank_states = true;
  if (options.events) {
    options.events->config_digest = config.cache_digest;
  }
  return options;
}

// Why a rank's first state is not the sequential one (ngram-cache.md section 4.1).
std::string difference_of(const RankResult& rank, const Geometry& geometry) {
  if (rank.windows.first == rank.windows.end) {
    return "the rank has no windows and inserts nothing";
  }
  if (geometry.stride > geometry.seq_len) {
    return "the stride is larger than seq_len: the prefill inserts positions that no window scores";
  }
  if (rank.windows.first > full_window_count(geometry)) {
    return "the rank starts in the tail: the sequential state holds the last positions once more "
           "for each tail window before it";
  }
  if (rank.windows.first == 0) {
    return "the ranks before it have no windows, and it inserts what its first window overlaps";
  }
  return "unexplained: a fault of this program";
}

void replay(std::span<const std::uint16_t> tokens, const CacheRunConfig& config,
            const ScoreFirstOptions& options, CacheRunResult& result) {
  const Geometry& geometry = result.scores.geometry;
  const std::uint64_t windows = window_count(geometry);
  const std::set<std::uint64_t> stated = {1, windows / 4, windows / 2, full_window_count(geometry),
                                          windows};
  std::set<std::uint64_t> stops = stated;
  for (const RankResult& rank : result.scores.ranks) {
    stops.insert(rank.windows.first);
  }
  const std::map<std::uint64_t, StateFingerprint> states =
      sequential_states(tokens, config.cache, options, stops);
  for (const RankResult& rank : result.scores.ranks) {
    result.sequential_roots.push_back(states.at(rank.windows.first).root);
    if (result.sequential_roots.back() != rank.start_state.root && options.progress) {
      options.progress(
          "rank " + std::to_string(rank.rank) +
          " starts in another state than the sequential run: " + difference_of(rank, geometry));
    }
  }
  for (const std::uint64_t stop : stated) {
    if (stop > 0) {
      result.checkpoints.push_back({.windows = stop,
                                    .last_scored = covered_before(geometry, stop),
                                    .state = states.at(stop)});
    }
  }
}

}  // namespace

std::vector<std::uint16_t> cache_run_tokens(const CacheRunConfig& config) {
  return load_tokens(config);
}

PieceTable cache_run_pieces(const CacheRunConfig& config) {
  return load_pieces(config);
}

CacheRunResult run_cache(const CacheRunConfig& config, const ScoreFirstOptions& settings,
                         const std::vector<std::uint64_t>& sample) {
  const std::vector<std::uint16_t> tokens = load_tokens(config);
  const PieceTable pieces = load_pieces(config);
  if (config.network.vocabulary != pieces.pieces.size()) {
    throw Error(ErrorKind::bad_input, config.name + "/vocab: found " +
                                          std::to_string(config.network.vocabulary) +
                                          ", expected the number of pieces of its table, " +
                                          std::to_string(pieces.pieces.size()));
  }
  ScoreFirstOptions options = options_for(config, settings);
  CacheRunResult result;
  Collector collector(config.world_size, window_count({.targets = tokens.size() - 1,
                                                       .seq_len = config.seq_len,
                                                       .stride = config.stride}));
  NormalizationPass pass(config.world_size, sample);
  const bool exact = sample.empty() && tokens.size() - 1 <= kMostExactTargets;
  std::vector<NeuralScore> neural(exact ? tokens.size() - 1 : 0);
  options.rows = [&](const SegmentRows& rows) {
    collector.take(rows, pass.take(rows));
    keep_first(rows.scores, neural);
  };
  const ModelFactory make_model = [&](std::uint32_t /*rank*/) {
    return std::make_unique<SyntheticModel>(config.network, tokens);
  };
  result.scores = evaluate_score_first(tokens, pieces, config.cache, make_model, options);
  result.coverage = coverage_of(result.scores.geometry);
  result.with_float32 = config.cache.variant == CacheVariant::pr806;
  result.normalization = pass.finish();
  collector.finish(result);
  if (exact) {
    result.collision_free_nats = collision_free_nats(tokens, config.cache, result.scores.geometry,
                                                     config.world_size, neural);
  }
  replay(tokens, config, options, result);
  return result;
}

}  // namespace reference
