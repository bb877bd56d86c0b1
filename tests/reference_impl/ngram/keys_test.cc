// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/ngram/keys.h"

#include "reference_impl/base/error.h"
#include "reference_impl/base/file.h"
#include "reference_impl/base/json_text.h"
#include "reference_impl/evaluation/cache_run.h"
#include "reference_impl/tokens/shard.h"
#include "tests/support/shared_data.h"
#include "tests/support/small_cache.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace reference {
namespace {

using nlohmann::json;

// By hand: H_2 of (5, 7) is 5*36313 ^ 7*27191 = 181565 ^ 190337 = 27196; full key of 3 adds
// 3*51647 = 154941.
TEST(Keys, AreTheFormulaOfTheSpecification) {
  const CacheConfig config = pgolf_test::small_806();
  const std::vector<std::uint16_t> prefix = {900, 5, 7};
  EXPECT_EQ(context_hash(config, prefix, 2), (5U * 36313U) ^ (7U * 27191U));
  EXPECT_EQ(full_hash(config, context_hash(config, prefix, 2), 2, 3),
            (5U * 36313U) ^ (7U * 27191U) ^ (3U * 51647U));
  EXPECT_EQ(context_hash(config, prefix, 0), 0U);
  EXPECT_THROW(context_hash(config, prefix, 4), Error);
}

// At width 7 the target takes the first prime again, and context token 7 of a longer one too.
TEST(Keys, PrimesWrapAtSeven) {
  const CacheConfig config = pgolf_test::small_796();
  const std::vector<std::uint16_t> ones(9, 1);
  std::uint64_t all = 0;
  for (const std::uint64_t prime : config.primes) {
    all ^= prime;
  }
  EXPECT_EQ(context_hash(config, ones, 7), all);
  EXPECT_EQ(full_hash(config, all, 7, 1), all ^ 36313U);
  EXPECT_EQ(context_hash(config, ones, 9), all ^ 36313U ^ 27191U);
}

class StretchOf : public testing::TestWithParam<std::pair<std::uint64_t, std::uint64_t>> {};

TEST_P(StretchOf, HasTheKeysOfEachPositionAlone) {
  const CacheConfig config = pgolf_test::small_796();
  const std::vector<std::uint16_t> tokens = pgolf_test::repetitive_tokens(100);
  const auto [first, last] = GetParam();
  const StretchKeys keys(config, tokens, first, last);
  ASSERT_EQ(keys.orders().size(), 14U);
  for (int w = 1; w <= 14; ++w) {
    const StretchKeys::Order& order = keys.orders()[static_cast<std::size_t>(w - 1)];
    std::size_t found = 0;
    for (std::uint64_t j = std::max<std::uint64_t>(first, static_cast<std::uint64_t>(w)); j <= last;
         ++j, ++found) {
      const std::uint64_t context = context_hash(config, std::span(tokens).first(j), w);
      EXPECT_EQ(order.contexts.at(j - order.first), context & 4095U) << w << " " << j;
      EXPECT_EQ(order.fulls.at(j - order.first), full_hash(config, context, w, tokens[j]) & 4095U)
          << w << " " << j;
    }
    EXPECT_EQ(order.contexts.size(), found);
    EXPECT_EQ(order.fulls.size(), found);
  }
}

INSTANTIATE_TEST_SUITE_P(Rows, StretchOf,
                         testing::Values(std::pair{1U, 1U}, std::pair{1U, 5U}, std::pair{1U, 99U},
                                         std::pair{13U, 15U}, std::pair{14U, 14U},
                                         std::pair{60U, 99U}),
                         [](const auto& row) {
                           return std::to_string(row.param.first) + "_to_" +
                                  std::to_string(row.param.second);
                         });

TEST(GoldenKeys, AreTheOraclesForBothPrimeTables) {
  PGOLF_SKIP_WITHOUT_SHARED("golden/ngram/s05_796_b22_hash.json");
  const std::vector<std::uint16_t> tokens = parse_shard(
      read_file(pgolf_test::shared_path("data/fineweb_val_sample_sp1024.bin"), 1U << 20U), "s");
  for (const char* name : {"s04_806_b22", "s05_796_b22_hash"}) {
    const json golden =
        parse_json(read_file(pgolf_test::shared_path(std::string("golden/ngram/") + name + ".json"),
                             1U << 20U),
                   name);
    const CacheConfig config = cache_run_config_from_json(golden.at("config"), name).cache;
    ASSERT_FALSE(golden.at("vectors").at("keys").empty());
    for (const json& key : golden.at("vectors").at("keys")) {
      const auto j = key.at("pos").get<std::size_t>();
      const int w = key.at("order").get<int>() - 1;
      const std::uint64_t context = context_hash(config, std::span(tokens).first(j), w);
      const std::uint64_t full = full_hash(config, context, w, tokens[j]);
      EXPECT_EQ(context, key.at("ctx_raw"));
      EXPECT_EQ(full, key.at("full_raw"));
      EXPECT_EQ(context & (config.buckets - 1), key.at("ctx_key"));
      EXPECT_EQ(full & (config.buckets - 1), key.at("full_key"));
    }
  }
}

}  // namespace
}  // namespace reference
