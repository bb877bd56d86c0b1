// SPDX-License-Identifier: Apache-2.0
// `reference cache` against the goldens of an independent oracle (ngram-cache.md section 10).
#include "reference_impl/evaluation/cache_run.h"

#include <cmath>

#include "reference_impl/base/error.h"
#include "reference_impl/base/file.h"
#include "reference_impl/base/json_text.h"
#include "tests/support/shared_data.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace reference {
namespace {

using nlohmann::json;

// The golden's own tolerances: integers and digests exactly.
void expect_number(double golden, double found, const std::string& where) {
  const bool float32 = where.find("f32trail") != std::string::npos;
  const bool absolute = where.ends_with("/alpha") || where.ends_with("/entropy");
  const bool decodable = where.find("decodable") != std::string::npos;
  double tolerance = absolute ? 1e-11 : (float32 ? 1e-6 : 1e-10) * std::fabs(golden);
  if (where.find("/Z") != std::string::npos) {
    tolerance = 1e-9 * std::fabs(golden);
  } else if (decodable) {
    // 0.05 bits per 100,000 positions; no golden has fewer than 4,000.
    tolerance = where.ends_with("bits") ? 0.002 : 1e-7;
  }
  EXPECT_NEAR(golden, found, tolerance) << where;
}

void expect_equal(const json& golden, const json& found, const std::string& where);

void expect_members(const json& golden, const json& found, const std::string& where) {
  for (const auto& item : golden.items()) {
    const std::string place = where + "/" + item.key();
    if (found.contains(item.key())) {
      expect_equal(item.value(), found.at(item.key()), place);
    } else {
      ADD_FAILURE() << place << " is missing";
    }
  }
  for (const auto& item : found.items()) {
    EXPECT_TRUE(golden.contains(item.key()))
        << where << "/" << item.key() << " is not the golden's";
  }
}

void expect_equal(const json& golden, const json& found, const std::string& where) {
  if (golden.is_object()) {
    expect_members(golden, found, where);
  } else if (golden.is_array()) {
    ASSERT_EQ(golden.size(), found.size()) << where;
    for (std::size_t i = 0; i < golden.size(); ++i) {
      expect_equal(golden.at(i), found.at(i), where + "/" + std::to_string(i));
    }
  } else if (golden.is_number_float()) {
    expect_number(golden.get<double>(), found.get<double>(), where);
  } else {
    EXPECT_EQ(golden, found) << where;
  }
}

json golden_of(const std::string& name) {
  const std::string file = "golden/ngram/" + name + ".json";
  return parse_json(read_file(pgolf_test::shared_path(file), 1U << 20U), name);
}

CacheRunConfig config_of(const json& config) {
  CacheRunConfig parsed = cache_run_config_from_json(config, "golden");
  // The goldens name their tokens from the folder above the shared one.
  parsed.token_file = pgolf_test::shared_path("..") / parsed.token_file;
  return parsed;
}

class Goldens : public testing::TestWithParam<const char*> {};

TEST_P(Goldens, AreReproduced) {
  PGOLF_SKIP_WITHOUT_SHARED(std::string("golden/ngram/") + GetParam() + ".json");
  const json golden = golden_of(GetParam());
  const CacheRunResult result = run_cache(config_of(golden.at("config")), ScoreFirstOptions{});
  expect_equal(golden.at("result"), cache_run_result_to_json(result), GetParam());
  EXPECT_EQ(to_hex(result.scores.token_digest), golden.at("inputs").at("tokens_used_sha256_u16le"));
}

std::string name_of(const testing::TestParamInfo<const char*>& row) {
  return row.param;
}

INSTANTIATE_TEST_SUITE_P(Small, Goldens,
                         testing::Values("s01_806_b13_load16", "s02_796_b13_load16",
                                         "s03_dirichlet_b14", "s06_796_small_hash",
                                         "s07_806_misaligned_tail_hash",
                                         "s08_806_rank_in_tail_hash", "s09_796_c191_mults",
                                         "s10_806_fixed_alpha_hash"),
                         name_of);
INSTANTIATE_TEST_SUITE_P(FullSizeTables, Goldens,
                         testing::Values("s04_806_b22", "s05_796_b22_hash"), name_of);

// One stream, the worlds of 1, 2, 4 and 8 ranks: the same events, sums and states, and every rank
// starts with the sequential state.
TEST(CacheRun, WorldSizesAgree) {
  PGOLF_SKIP_WITHOUT_SHARED("golden/ngram/s06_796_small_hash.json");
  CacheRunConfig config = config_of(golden_of("s06_796_small_hash").at("config"));
  config.token_count = 4097;
  config.world_size = 1;
  const CacheRunResult one = run_cache(config, ScoreFirstOptions{});
  for (const std::uint32_t world : {2U, 4U, 8U}) {
    config.world_size = world;
    const CacheRunResult many = run_cache(config, ScoreFirstOptions{});
    EXPECT_EQ(to_hex(many.matched_order_digest), to_hex(one.matched_order_digest)) << world;
    EXPECT_EQ(to_hex(many.context_count_digest), to_hex(one.context_count_digest)) << world;
    EXPECT_EQ(to_hex(many.full_count_digest), to_hex(one.full_count_digest)) << world;
    EXPECT_NEAR(many.scores.claimed.cache_nats, one.scores.claimed.cache_nats, 1e-6) << world;
    EXPECT_NEAR(many.normalization.z.sum_ln, one.normalization.z.sum_ln, 1e-6) << world;
    EXPECT_EQ(many.normalization.claims_unlike_rows, 0U) << world;
    for (std::size_t rank = 0; rank < world; ++rank) {
      EXPECT_EQ(to_hex(many.scores.ranks[rank].start_state.root),
                to_hex(many.sequential_roots[rank]))
          << rank << " of " << world;
    }
    EXPECT_EQ(to_hex(many.scores.ranks.back().end_state.root),
              to_hex(one.scores.ranks.back().end_state.root))
        << world;
  }
}

// Strict mode keeps the first scorings and their sums, and drops the rest from sums and states.
TEST(CacheRun, StrictModeScoresEachPositionOnce) {
  PGOLF_SKIP_WITHOUT_SHARED("golden/ngram/s10_806_fixed_alpha_hash.json");
  const json golden = golden_of("s10_806_fixed_alpha_hash").at("result");
  ScoreFirstOptions strict;
  strict.score_once = true;
  const CacheRunResult result =
      run_cache(config_of(golden_of("s10_806_fixed_alpha_hash").at("config")), strict);
  EXPECT_EQ(result.scores.claimed.positions, golden.at("positions_scored_at_least_once"));
  EXPECT_EQ(result.coverage.scored_more_than_once, 0U);
  EXPECT_NEAR(result.scores.claimed.cache_nats, golden.at("sum_nll_once_nats").get<double>(), 1e-5);
  EXPECT_EQ(result.scores.claimed.bytes, golden.at("bytes_once"));
  EXPECT_EQ(result.scores.rescore_nats, 0.0);
  // The state after the last full window is the last there is.
  for (const json& checkpoint : golden.at("checkpoints")) {
    if (checkpoint.at("after_events") == golden.at("n_full_windows")) {
      EXPECT_EQ(to_hex(result.scores.ranks.back().end_state.root), checkpoint.at("root"));
    }
  }
}

// The Z of drawn positions are those of the whole run.
TEST(CacheRun, ASampleMeasuresItsPositionsAlone) {
  PGOLF_SKIP_WITHOUT_SHARED("golden/ngram/s06_796_small_hash.json");
  CacheRunConfig config = config_of(golden_of("s06_796_small_hash").at("config"));
  config.token_count = 1025;
  config.world_size = 1;
  const std::vector<std::uint64_t> all = sampled_positions(1024, 1024, 1);
  const std::vector<std::uint64_t> some = sampled_positions(1024, 20, 1);
  const NormalizationResult whole = run_cache(config, ScoreFirstOptions{}, all).normalization;
  const NormalizationResult drawn = run_cache(config, ScoreFirstOptions{}, some).normalization;
  ASSERT_EQ(drawn.sampled, some);
  for (std::size_t i = 0; i < some.size(); ++i) {
    EXPECT_EQ(drawn.sampled_z[i], whole.sampled_z[some[i] - 1]) << some[i];
  }
}

TEST(CacheRun, A796RankInTheTailIsOutOfRange) {
  PGOLF_SKIP_WITHOUT_SHARED("golden/ngram/s08_806_rank_in_tail_hash.json");
  json config = golden_of("s08_806_rank_in_tail_hash").at("config");
  config["variant"] = "796";
  EXPECT_THROW(run_cache(config_of(config), ScoreFirstOptions{}), PrefillOutOfRange);
}

constexpr const char* kConfigText =
    R"({"name":"n","variant":"806","vocab":1024,
        "tokens":{"file":"none.bin","sha256":
                  "faff0c14105b65e081040f506bed8e30d2d30dbe768673d3d642626e0ff71211",
                  "start":0,"count":100,"transform":"none"},
        "seq_len":64,"stride":32,"world_size":2,"min_count":2,
        "neural":{"mode":"hash","seed":7,"s_lo":10,"s_n":25},
        "orders":[2,7],"primes":[36313,27191,51647,81929,131071,174763,233017],
        "buckets":4096,"gate":{"type":"fixed","alpha":0.4}})";

struct Refused {
  const char* name;
  const char* patch;
  const char* message;
};

class RefusedCacheRun : public testing::TestWithParam<Refused> {};

TEST_P(RefusedCacheRun, NamesTheField) {
  json config = parse_json(kConfigText, "c");
  config.merge_patch(parse_json(GetParam().patch, "patch"));
  try {
    cache_run_config_from_json(config, "c.json");
    FAIL() << "accepted";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::bad_input);
    EXPECT_EQ(std::string(error.what()).rfind(GetParam().message, 0), 0U) << error.what();
  }
}

INSTANTIATE_TEST_SUITE_P(
    Rows, RefusedCacheRun,
    testing::Values(
        Refused{"unknown", R"({"seqlen":1})", "c.json: the field \"seqlen\" is unknown"},
        Refused{"missing", R"({"stride":null})", "c.json: the field \"stride\" is missing"},
        Refused{"transform", R"({"tokens":{"transform":"shuffle"}})",
                "c.json/tokens/transform: found \"shuffle\", expected one of \"none\""},
        Refused{"digest", R"({"tokens":{"sha256":"12"}})", "a SHA-256 must be 64"},
        Refused{"mode", R"({"neural":{"mode":"lstm"}})", "c.json/neural/mode: found \"lstm\""},
        Refused{"no_ranks", R"({"world_size":0})", "c.json/world_size: found 0"},
        Refused{"no_spread", R"({"neural":{"s_n":0}})", "c.json/neural/s_n: found 0"},
        Refused{"negative_seed", R"({"neural":{"seed":-1}})", "c.json/neural/seed: found -1"},
        Refused{"no_stride", R"({"stride":0})", "c.json/stride: found 0"},
        Refused{"half_a_window", R"({"seq_len":2.5})", "c.json/seq_len: found 2.5"},
        Refused{"centers", R"({"gate":{"type":"per-order","alpha":null,"base":0.05,"range":0.55,
                                       "scale":2,"centers":[4.5,4.2]}})",
                "c.json/gate: has 2 centers, expected 6"},
        Refused{"gate_field", R"({"gate":{"alfa":1}})", "c.json/gate: the field \"alfa\""}),
    [](const auto& row) { return row.param.name; });

TEST(CacheRun, TheConfigDigestIsThatOfTheCacheObjectAlone) {
  json config = parse_json(kConfigText, "c");
  const CacheRunConfig parsed = cache_run_config_from_json(config, "c");
  const json cache = {{"variant", "806"},
                      {"orders", config.at("orders")},
                      {"primes", config.at("primes")},
                      {"buckets", 4096},
                      {"min_count", 2},
                      {"gate", config.at("gate")}};
  EXPECT_EQ(parsed.cache_digest, sha256(canonical_json(cache)));
  config["seq_len"] = 96;
  EXPECT_EQ(cache_run_config_from_json(config, "c").cache_digest, parsed.cache_digest);
}

}  // namespace
}  // namespace reference
