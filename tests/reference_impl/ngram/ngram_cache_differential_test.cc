// SPDX-License-Identifier: Apache-2.0
// One random sequence of operations fed to the plain and to another cache, compared after each.
#include <algorithm>

#include "reference_impl/base/error.h"
#include "reference_impl/ngram/ngram_cache.h"
#include "reference_impl/ngram/state_fingerprint.h"
#include "tests/support/small_cache.h"

#include <gtest/gtest.h>

namespace reference {
namespace {

class Draws {
 public:
  explicit Draws(std::uint64_t seed) : seed_(seed) {}
  // From 0 to most.
  std::uint64_t up_to(std::uint64_t most) { return mix64(seed_++) % (most + 1); }

 private:
  std::uint64_t seed_;
};

CacheConfig drawn_config(Draws& draws) {
  const std::vector<CacheConfig> variants = {pgolf_test::small_806(), pgolf_test::small_796(),
                                             pgolf_test::small_796_mult(),
                                             pgolf_test::small_dirichlet()};
  CacheConfig config = variants[draws.up_to(variants.size() - 1)];
  config.lowest_order = static_cast<int>(2 + draws.up_to(4));
  config.highest_order = static_cast<int>(
      static_cast<std::uint64_t>(config.lowest_order) +
      draws.up_to(static_cast<std::uint64_t>(kHighestOrder - config.lowest_order)));
  config.buckets = std::uint64_t{1} << draws.up_to(12);
  config.min_count = config.min_count == 0 ? 0 : static_cast<std::uint32_t>(1 + draws.up_to(3));
  for (std::uint64_t& prime : config.primes) {
    prime = mix64(draws.up_to(1U << 20U)) >> (draws.up_to(1) * 40);
  }
  return config;
}

void expect_same_scores(const NgramCache& oracle, const NgramCache& other,
                        std::span<const std::uint16_t> tokens, std::uint64_t first,
                        std::size_t count) {
  const std::vector<NeuralScore> neural(count, {.probability = 0.125, .entropy_nats = 3.5});
  std::vector<CacheScore> expected(count);
  std::vector<CacheScore> found(count);
  oracle.score(tokens, first, neural, expected);
  other.score(tokens, first, neural, found);
  for (std::size_t i = 0; i < count; ++i) {
    ASSERT_EQ(found[i].probability, expected[i].probability) << first + i;
    ASSERT_EQ(found[i].alpha, expected[i].alpha) << first + i;
    ASSERT_EQ(found[i].matched_order, expected[i].matched_order) << first + i;
    ASSERT_EQ(found[i].context_count, expected[i].context_count) << first + i;
    ASSERT_EQ(found[i].full_count, expected[i].full_count) << first + i;
  }
}

void expect_same_row(const NgramCache& oracle, const NgramCache& other,
                     std::span<const std::uint16_t> prefix) {
  const std::vector<double> neural(400, 1.0 / 400);
  ASSERT_EQ(other.row(prefix, neural, 2.5), oracle.row(prefix, neural, 2.5)) << prefix.size();
}

// Updates come in any order, overlap and repeat, as tails do.
void run_operations(Draws& draws, NgramCache& oracle, NgramCache& other,
                    std::span<const std::uint16_t> tokens) {
  const std::uint64_t targets = tokens.size() - 1;
  for (int step = 0; step < 40; ++step) {
    const std::uint64_t first = 1 + draws.up_to(targets - 1);
    const std::uint64_t last = first + draws.up_to(std::min<std::uint64_t>(targets - first, 90));
    const std::uint64_t operation = draws.up_to(9);
    if (operation == 0) {
      oracle.prefill(tokens, last);
      other.prefill(tokens, last);
    } else if (operation < 6) {
      oracle.update(tokens, first, last);
      other.update(tokens, first, last);
    } else if (operation < 9) {
      expect_same_scores(oracle, other, tokens, first, last - first + 1);
    } else {
      expect_same_row(oracle, other, tokens.first(first));
    }
    ASSERT_EQ(other.state().digest, oracle.state().digest) << "after step " << step;
    ASSERT_EQ(other.state().increments, oracle.state().increments) << "after step " << step;
  }
}

struct Difference {
  const char* name;
  CacheOptions options;
};

class Differential : public testing::TestWithParam<Difference> {};

TEST_P(Differential, RandomOperationsGiveTheSameStatesAndScores) {
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    SCOPED_TRACE(seed);
    Draws draws(seed << 32U);
    const CacheConfig config = drawn_config(draws);
    const std::vector<std::uint16_t> tokens =
        pgolf_test::repetitive_tokens(40 + draws.up_to(9000), seed);
    const auto oracle =
        make_ngram_cache(config, test_digest_key(), {.implementation = CacheImplementation::plain});
    std::unique_ptr<NgramCache> other;
    try {
      CacheOptions options = GetParam().options;
      options.digest = oracle->digest_set();
      other = make_ngram_cache(config, test_digest_key(), options);
    } catch (const Error& error) {
      ASSERT_EQ(error.kind(), ErrorKind::resource_absent);
      GTEST_SKIP() << error.what();
    }
    run_operations(draws, *oracle, *other, tokens);
    EXPECT_EQ(to_hex(fingerprint(*other, test_digest_key()).root),
              to_hex(fingerprint(*oracle, test_digest_key()).root));
    if (HasFatalFailure()) {
      return;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Caches, Differential,
                         testing::Values(Difference{"fast", {.threads = 1}},
                                         Difference{"fast_threads", {.threads = 3}},
                                         Difference{"cuda", {.device = CacheDevice::cuda}}),
                         [](const auto& row) { return row.param.name; });

// A bulk prefill large enough for byte-wide counts that spill: few contexts, many repetitions.
TEST(BulkPrefill, SpillsByteCountsWithoutLoss) {
  CacheConfig config = pgolf_test::small_796();
  config.buckets = std::uint64_t{1} << 17U;
  std::vector<std::uint16_t> tokens(150'000, 5);
  for (std::size_t i = 0; i < tokens.size(); i += 97) {
    tokens[i] = static_cast<std::uint16_t>(mix64(i) % 1024);
  }
  const auto oracle =
      make_ngram_cache(config, test_digest_key(), {.implementation = CacheImplementation::plain});
  const auto fast =
      make_ngram_cache(config, test_digest_key(), {.digest = DigestSet::all, .threads = 2});
  oracle->prefill(tokens, 149'000);
  fast->prefill(tokens, 149'000);
  const StateFingerprint expected = fingerprint(*oracle, test_digest_key());
  const StateFingerprint found = fingerprint(*fast, test_digest_key());
  for (std::size_t i = 0; i < expected.tables.size(); ++i) {
    EXPECT_EQ(to_hex(found.tables[i].sha256), to_hex(expected.tables[i].sha256))
        << expected.tables[i].table_id;
  }
  EXPECT_EQ(fast->state().digest, oracle->state().digest);
  EXPECT_EQ(fast->state().increments, oracle->state().increments);
}

TEST(DigestSets, SharedCoversTheContextTablesAndTheHighestFullOne) {
  const std::vector<std::uint16_t> tokens = pgolf_test::repetitive_tokens(900);
  const auto plain =
      make_ngram_cache(pgolf_test::small_796(), test_digest_key(),
                       {.implementation = CacheImplementation::plain, .digest = DigestSet::shared});
  const auto fast =
      make_ngram_cache(pgolf_test::small_796(), test_digest_key(), {.digest = DigestSet::shared});
  const auto none =
      make_ngram_cache(pgolf_test::small_796(), test_digest_key(), {.digest = DigestSet::none});
  for (NgramCache* cache : {plain.get(), fast.get(), none.get()}) {
    cache->update(tokens, 1, 500);
    cache->update(tokens, 501, 899);
  }
  const StateFingerprint state = fingerprint(*plain, test_digest_key());
  EXPECT_EQ(plain->state().digest, state.msh2_shared);
  EXPECT_EQ(fast->state().digest, state.msh2_shared);
  EXPECT_EQ(fast->state().increments, plain->state().increments);
  EXPECT_EQ(none->state().digest, StateDigest());
  EXPECT_EQ(to_hex(fingerprint(*none, test_digest_key()).root), to_hex(state.root));
}

}  // namespace
}  // namespace reference
