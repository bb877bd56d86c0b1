// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/evaluation/cache_run.h"

#include "reference_impl/base/error.h"
#include "reference_impl/base/json_fields.h"
#include "reference_impl/base/json_text.h"
#include "reference_impl/ngram/mixing.h"

#include <nlohmann/json.hpp>

namespace reference {
namespace {

using nlohmann::json;

constexpr double kFinalCodeBits = 32;

std::uint32_t small(JsonFields& fields, const std::string& name) {
  return static_cast<std::uint32_t>(fields.count(name, UINT32_MAX, 1));
}

// One of a few words, as its place in the list.
std::size_t word(JsonFields& fields, const std::string& name,
                 const std::vector<std::string>& words) {
  const std::string found = fields.text(name);
  std::string expected;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i] == found) {
      return i;
    }
    expected += (i == 0 ? "\"" : ", \"") + words[i] + "\"";
  }
  fields.refuse(name, "found \"" + found + "\", expected one of " + expected);
}

void read_tokens(JsonFields& fields, CacheRunConfig& config) {
  JsonFields tokens(fields.value("tokens"), fields.at("tokens"));
  config.token_file = tokens.text("file");
  config.token_file_sha256 = to_hex(digest_from_hex(tokens.text("sha256")));
  config.token_start = tokens.count("start");
  config.token_count = tokens.count("count");
  config.transform =
      static_cast<TokenTransform>(word(tokens, "transform", {"none", "reverse", "tile2"}));
  tokens.finish();
}

void read_network(JsonFields& fields, CacheRunConfig& config) {
  JsonFields network(fields.value("neural"), fields.at("neural"));
  config.network.mode = static_cast<SyntheticMode>(word(network, "mode", {"hash", "calibrated"}));
  config.network.seed = network.count("seed", UINT64_MAX);
  config.network.s_lo = network.count("s_lo", UINT32_MAX);
  config.network.s_n = network.count("s_n", UINT32_MAX, 1);
  config.network.vocabulary = static_cast<std::uint32_t>(fields.count("vocab", 65536, 1));
  network.finish();
}

// The golden's config holds the fields of a `cache` object among its own.
json cache_object(JsonFields& fields) {
  json cache = json::object();
  for (const char* name : {"variant", "orders", "primes", "target_prime", "buckets", "min_count",
                           "gate", "concentration", "order_mults", "alpha_max", "trunc_multiple"}) {
    if (fields.has(name)) {
      cache[name] = fields.value(name);
    }
  }
  return cache;
}

json rank_to_json(const RankResult& rank, const Digest256& sequential_root) {
  json object = {{"rank", rank.rank},
                 {"windows", {rank.windows.first, rank.windows.end}},
                 {"first_window_start", rank.first_window_start},
                 {"first_scored", rank.first_scored},
                 {"start_root", to_hex(rank.start_state.root)},
                 {"start_msh_testkey", lanes_text(rank.start_state.msh1)},
                 {"start_msh2_testkey", lanes_text(rank.start_state.msh2)},
                 {"start_msh2_shared_testkey", lanes_text(rank.start_state.msh2_shared)},
                 {"sequential_root", to_hex(sequential_root)},
                 {"identical_to_sequential", sequential_root == rank.start_state.root},
                 {"sum_nll_nats", rank.claimed.cache_nats},
                 {"events", rank.claimed.positions},
                 {"bytes", rank.claimed.bytes},
                 {"end_root", to_hex(rank.end_state.root)}};
  if (rank.prefill_end) {
    object["prefill_end"] = *rank.prefill_end;
  }
  return object;
}

json checkpoint_to_json(const SequentialCheckpoint& checkpoint) {
  json object = {{"after_events", checkpoint.windows},
                 {"last_scored_position", checkpoint.last_scored},
                 {"root", to_hex(checkpoint.state.root)},
                 {"msh_testkey", lanes_text(checkpoint.state.msh1)},
                 {"msh2_testkey", lanes_text(checkpoint.state.msh2)},
                 {"msh2_shared_testkey", lanes_text(checkpoint.state.msh2_shared)}};
  for (const TableFingerprint& table : checkpoint.state.tables) {
    const bool context = table.table_id % 2 == 0;
    object[context ? "ctx" : "full"].push_back(to_hex(table.sha256));
    if (context) {
      object["increments"].push_back(table.increments);
    }
  }
  return object;
}

json sample_to_json(const SampledPosition& sample) {
  const PositionScore& score = sample.score;
  json object = {{"event", sample.window},
                 {"rank", sample.rank},
                 {"pos", score.position},
                 {"token", score.token},
                 {"order", score.cache.matched_order},
                 {"ctx", score.cache.context_count},
                 {"full", score.cache.full_count},
                 {"alpha", score.cache.alpha},
                 {"entropy", score.neural.entropy_nats},
                 {"p_neural", score.neural.probability},
                 {"p", score.cache.probability}};
  if (sample.z != 0) {
    object["Z"] = sample.z;
  }
  return object;
}

void add_coverage(json& object, const CacheRunResult& result) {
  const Geometry& geometry = result.scores.geometry;
  const Coverage& coverage = result.coverage;
  object["total_positions"] = geometry.targets;
  object["n_windows"] = window_count(geometry);
  object["n_full_windows"] = full_window_count(geometry);
  object["scored_events"] = coverage.scorings;
  object["positions_scored_at_least_once"] = coverage.scored_once_or_more;
  object["positions_never_scored"] = coverage.never_scored;
  object["positions_scored_more_than_once"] = coverage.scored_more_than_once;
  object["extra_scores"] = coverage.scorings - coverage.scored_once_or_more;
  object["max_times_scored"] = coverage.most_scorings;
}

void add_sums(json& object, const CacheRunResult& result) {
  const ScoreFirstResult& scores = result.scores;
  object["sum_nll_neural_nats"] = scores.once.neural_nats;
  object["sum_nll_claimed_nats"] = scores.claimed.cache_nats;
  object["bytes_claimed"] = scores.claimed.bytes;
  object["bpb_claimed"] = bits_per_byte(scores.claimed.cache_nats, scores.claimed.bytes);
  object["sum_nll_once_nats"] = scores.once.cache_nats;
  object["bytes_once"] = scores.once.bytes;
  object["bpb_once"] = bits_per_byte(scores.once.cache_nats, scores.once.bytes);
  object["bpb_neural_once"] = bits_per_byte(scores.once.neural_nats, scores.once.bytes);
  object["rescore_sum_nll_nats"] = scores.rescore_nats;
  object["rescore_first_pass_sum_nll_nats"] = scores.rescore_first_nats;
  if (result.with_float32) {
    object["sum_nll_claimed_f32trail_nats"] = scores.claimed_float32_nats;
  }
}

json statistics_to_json(const NormalizerStatistics& z) {
  return {{"mean", z.mean},
          {"median", z.median},
          {"max", z.most},
          {"min", z.least},
          {"p10", z.p10},
          {"p90", z.p90},
          {"p99", z.p99},
          {"fraction_gt_1.01", z.share_above_1_01},
          {"fraction_lt_0.99", z.share_below_0_99},
          {"mean_log2", z.mean_log2},
          {"sum_ln", z.sum_ln}};
}

// The figures of section 7. Those of a sample are of its positions alone, so they stand apart.
void add_normalization(json& object, const CacheRunResult& result) {
  const NormalizationResult& normalization = result.normalization;
  if (!normalization.sampled.empty()) {
    object["Z_sample"] = {{"positions", normalization.sampled},
                          {"Z", normalization.sampled_z},
                          {"statistics", statistics_to_json(normalization.z)}};
    return;
  }
  const std::uint64_t bytes = result.scores.once.bytes;
  object["Z"] = statistics_to_json(normalization.z);
  object["Z_mean_by_quarter"] = normalization.z.mean_by_quarter;
  const double normalized = result.scores.once.cache_nats + normalization.z.sum_ln;
  object["sum_nll_normalised_nats"] = normalized;
  object["bpb_normalised"] = bits_per_byte(normalized, bytes);
  object["sum_nll_component_normalised_nats"] = normalization.component_nats;
  object["bpb_component_normalised"] = bits_per_byte(normalization.component_nats, bytes);
  object["decodable_bits"] = normalization.code_bits;
  object["bpb_decodable"] = (normalization.code_bits + kFinalCodeBits) / static_cast<double>(bytes);
  if (result.collision_free_nats) {
    object["bpb_collision_free_counts"] = bits_per_byte(*result.collision_free_nats, bytes);
  }
}

}  // namespace

CacheRunConfig cache_run_config_from_json(const json& object, const std::string& where) {
  JsonFields fields(object, where);
  CacheRunConfig config;
  config.name = fields.text("name");
  read_tokens(fields, config);
  read_network(fields, config);
  config.seq_len = small(fields, "seq_len");
  config.stride = small(fields, "stride");
  config.world_size = static_cast<std::uint32_t>(fields.count("world_size", 1024, 1));
  if (fields.has("piece_table")) {
    config.piece_table = fields.text("piece_table");
  }
  const json cache = cache_object(fields);
  config.cache = cache_config_from_json(cache, where);
  config.cache_digest = sha256(canonical_json(cache));
  config.trunc_multiple =
      config.cache.trunc_multiple == 0 ? config.seq_len : config.cache.trunc_multiple;
  fields.finish();
  return config;
}

json cache_run_result_to_json(const CacheRunResult& result) {
  json object = json::object();
  add_coverage(object, result);
  add_sums(object, result);
  add_normalization(object, result);
  for (const auto& [order, count] : result.matched_orders) {
    object["matched_order_histogram"][std::to_string(order)] = count;
  }
  object["events_sha256"] = {{"matched_order_u8", to_hex(result.matched_order_digest)},
                             {"ctx_count_u32", to_hex(result.context_count_digest)},
                             {"full_count_u32", to_hex(result.full_count_digest)}};
  for (std::size_t i = 0; i < result.scores.ranks.size(); ++i) {
    object["ranks"].push_back(rank_to_json(result.scores.ranks[i], result.sequential_roots[i]));
  }
  for (const SequentialCheckpoint& checkpoint : result.checkpoints) {
    object["checkpoints"].push_back(checkpoint_to_json(checkpoint));
  }
  for (const SampledPosition& sample : result.samples) {
    object["samples"].push_back(sample_to_json(sample));
  }
  return object;
}

}  // namespace reference
