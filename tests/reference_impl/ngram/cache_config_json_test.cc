// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/base/error.h"
#include "reference_impl/base/json_text.h"
#include "reference_impl/ngram/cache_config.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace reference {
namespace {

using nlohmann::json;

const char* const k806 =
    R"({"variant":"806","orders":[2,7],"primes":[36313,27191,51647,81929,131071,174763,233017],
        "buckets":4194304,"min_count":2,
        "gate":{"type":"entropy","base":0.05,"range":0.55,"scale":2.0,"center":4.0}})";

json changed(const char* patch) {
  json object = parse_json(k806, "c");
  object.merge_patch(parse_json(patch, "patch"));
  return object;
}

TEST(CacheConfigJson, Reads806) {
  const CacheConfig config = cache_config_from_json(parse_json(k806, "c"), "c");
  EXPECT_EQ(config.variant, CacheVariant::pr806);
  EXPECT_EQ(config.lowest_order, 2);
  EXPECT_EQ(config.highest_order, 7);
  EXPECT_EQ(config.primes[6], 233017U);
  EXPECT_EQ(config.buckets, 4194304U);
  EXPECT_EQ(config.min_count, 2U);
  EXPECT_EQ(config.gate.kind, GateKind::entropy);
  EXPECT_EQ(config.gate.center, 4.0);
}

TEST(CacheConfigJson, MultipliersMakeTheMultipliedVariant) {
  const CacheConfig config = cache_config_from_json(
      changed(R"({"variant":"796","orders":[2,15],"order_mults":[0.3,2],"alpha_max":0.95,
                  "gate":{"type":"order-adaptive","center":null,"center_low_order":4.5,
                          "center_high_order":2.5}})"),
      "c");
  EXPECT_EQ(config.variant, CacheVariant::pr796_mult);
  EXPECT_EQ(config.order_mults, (std::vector<double>{0.3, 2.0}));
  EXPECT_EQ(config.alpha_max, 0.95);
  EXPECT_EQ(config.gate.center_high_order, 2.5);
}

// PR 798's, one center an order.
TEST(CacheConfigJson, ReadsPerOrderCenters) {
  const CacheConfig config =
      cache_config_from_json(changed(R"({"gate":{"type":"per-order","center":null,
                          "centers":[4.5,4.2,3.8,3.5,3.2,3.0]}})"),
                             "c");
  EXPECT_EQ(config.gate.kind, GateKind::per_order);
  EXPECT_EQ(config.gate.centers, (std::vector<double>{4.5, 4.2, 3.8, 3.5, 3.2, 3.0}));
}

TEST(CacheConfigJson, AnOwnTargetPrimeForbidsSharedTables) {
  EXPECT_TRUE(shares_tables(cache_config_from_json(changed("{}"), "c")));
  EXPECT_FALSE(shares_tables(cache_config_from_json(changed(R"({"target_prime":1000003})"), "c")));
}

TEST(CacheConfigJson, DirichletHasNoGateAndNoLeastCount) {
  const CacheConfig config = cache_config_from_json(
      changed(R"({"variant":"dirichlet","min_count":null,"gate":null,"concentration":5.0})"), "c");
  EXPECT_EQ(config.variant, CacheVariant::dirichlet);
  EXPECT_EQ(config.concentration, 5.0);
  EXPECT_EQ(config.min_count, 0U);
}

struct Refused {
  const char* name;
  const char* patch;
  const char* message;
};

class RefusedConfig : public testing::TestWithParam<Refused> {};

TEST_P(RefusedConfig, NamesTheField) {
  try {
    cache_config_from_json(changed(GetParam().patch), "r.json/cache");
    FAIL() << "accepted";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::bad_input);
    EXPECT_EQ(std::string(error.what()).rfind(GetParam().message, 0), 0U) << error.what();
  }
}

INSTANTIATE_TEST_SUITE_P(
    Rows, RefusedConfig,
    testing::Values(
        Refused{"unknown", R"({"bucket":1})", "r.json/cache: the field \"bucket\" is unknown"},
        Refused{"missing", R"({"primes":null})", "r.json/cache: the field \"primes\" is missing"},
        Refused{"variant", R"({"variant":"798"})", "r.json/cache/variant: found \"798\""},
        Refused{"orders_reversed", R"({"orders":[7,2]})", "r.json/cache/orders: expected"},
        Refused{"order_one", R"({"orders":[1,7]})", "r.json/cache/orders: expected"},
        Refused{"order_17", R"({"orders":[2,17]})", "r.json/cache/orders: expected"},
        Refused{"six_primes", R"({"primes":[1,2,3,4,5,6]})", "r.json/cache/primes: expected 7"},
        Refused{"negative_prime", R"({"primes":[1,2,3,4,5,6,-7]})", "r.json/cache/primes:"},
        Refused{"buckets", R"({"buckets":4194305})", "r.json/cache/buckets: found 4194305"},
        Refused{"no_buckets", R"({"buckets":0})", "r.json/cache/buckets: found 0"},
        Refused{"many_buckets", R"({"buckets":536870912})", "r.json/cache/buckets: found"},
        Refused{"min_count", R"({"min_count":0})", "r.json/cache/min_count: found 0"},
        Refused{"gate", R"({"gate":{"type":"max"}})", "r.json/cache/gate/type: found \"max\""},
        Refused{"gate_surplus", R"({"gate":{"alpha":0.4}})",
                "r.json/cache/gate: the field \"alpha\" is unknown"},
        Refused{"alpha_above_one", R"({"gate":{"range":0.96}})", "r.json/cache/gate: its alpha"},
        Refused{"mults_for_806", R"({"order_mults":[1],"alpha_max":1})",
                "r.json/cache: the field \"alpha_max\" is unknown"},
        Refused{"no_mults", R"({"variant":"796","order_mults":[],"alpha_max":1})",
                "r.json/cache/order_mults: expected at least one"},
        Refused{"concentration", R"({"variant":"dirichlet","min_count":null,"gate":null,
                                     "concentration":0})",
                "r.json/cache/concentration: expected"}),
    [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace reference
