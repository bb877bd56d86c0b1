// SPDX-License-Identifier: Apache-2.0
// `reference cache` against the goldens of an independent oracle (ngram-cache.md section 10).
#include "reference_impl/evaluation/cache_run.h"

#include <cmath>
#include <set>

#include "reference_impl/base/error.h"
#include "reference_impl/base/file.h"
#include "reference_impl/base/json_text.h"
#include "tests/support/shared_data.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace reference {
namespace {

using nlohmann::json;

// Figures of section 7, which this program does not compute yet.
bool is_normalization(const std::string& key) {
  static const std::set<std::string> keys = {"Z",
                                             "Z_mean_by_quarter",
                                             "sum_nll_normalised_nats",
                                             "bpb_normalised",
                                             "sum_nll_component_normalised_nats",
                                             "bpb_component_normalised",
                                             "decodable_bits",
                                             "bpb_decodable",
                                             "bpb_collision_free_counts"};
  return keys.count(key) == 1;
}

// The golden's own tolerances: integers and digests exactly.
void expect_number(double golden, double found, const std::string& where) {
  const bool float32 = where.find("f32trail") != std::string::npos;
  const bool absolute = where.ends_with("/alpha") || where.ends_with("/entropy");
  const double tolerance = absolute ? 1e-11 : (float32 ? 1e-6 : 1e-10) * std::fabs(golden);
  EXPECT_NEAR(golden, found, tolerance) << where;
}

void expect_equal(const json& golden, const json& found, const std::string& where);

void expect_members(const json& golden, const json& found, const std::string& where) {
  for (const auto& item : golden.items()) {
    const std::string place = where + "/" + item.key();
    if (is_normalization(item.key())) {
      continue;
    }
    if (found.contains(item.key())) {
      expect_equal(item.value(), found.at(item.key()), place);
    } else {
      ADD_FAILURE() << place << " is missing";
    }
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
