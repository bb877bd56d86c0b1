// SPDX-License-Identifier: Apache-2.0
// The contract of every cache: run over implementations and variants alike.
#include "reference_impl/ngram/ngram_cache.h"

#include <algorithm>
#include <numeric>

#include "reference_impl/base/error.h"
#include "reference_impl/evaluation/softmax.h"
#include "reference_impl/ngram/mixing.h"
#include "reference_impl/ngram/state_fingerprint.h"
#include "reference_impl/ngram/sum_replay.h"
#include "tests/support/small_cache.h"

#include <gtest/gtest.h>

namespace reference {
namespace {

using pgolf_test::repetitive_tokens;

struct Contract {
  const char* name;
  CacheConfig config;
  CacheOptions options;
};

class CacheContract : public testing::TestWithParam<Contract> {
 protected:
  // Skips where the device is not here, and says why.
  void SetUp() override {
    try {
      make();
    } catch (const Error& error) {
      ASSERT_EQ(error.kind(), ErrorKind::resource_absent);
      ASSERT_EQ(GetParam().options.device, CacheDevice::cuda);
      GTEST_SKIP() << error.what();
    }
  }
  static std::unique_ptr<NgramCache> make() {
    return make_ngram_cache(GetParam().config, test_digest_key(), GetParam().options);
  }
};

StateFingerprint state_of(const NgramCache& cache) {
  return fingerprint(cache, test_digest_key());
}

TEST_P(CacheContract, IncrementalDigestEqualsTheRehashedOne) {
  const auto cache = make();
  const std::vector<std::uint16_t> tokens = repetitive_tokens(1000);
  for (const auto& [first, last] : std::vector<std::pair<int, int>>{{1, 7}, {8, 400}, {300, 999}}) {
    cache->update(tokens, static_cast<std::uint64_t>(first), static_cast<std::uint64_t>(last));
    const StateFingerprint rehashed = state_of(*cache);
    const bool shared = cache->digest_set() == DigestSet::shared;
    EXPECT_EQ(cache->state().digest, shared ? rehashed.msh2_shared : rehashed.msh2);
    std::uint64_t increments = 0;
    for (const TableFingerprint& table : rehashed.tables) {
      increments +=
          covers(cache->digest_set(), cache->config(), table.table_id) ? table.increments : 0;
    }
    EXPECT_EQ(cache->state().increments, increments);
  }
}

// Position j enters the tables of order o where j >= o-1, once in each of the two.
TEST_P(CacheContract, EveryOrderCountsThePositionsItCan) {
  const auto cache = make();
  cache->update(repetitive_tokens(200), 1, 199);
  for (const TableFingerprint& table : state_of(*cache).tables) {
    EXPECT_EQ(table.increments, 199 - (table.table_id / 2 - 1) + 1) << table.table_id;
  }
}

TEST_P(CacheContract, OrderOfInsertionDoesNotMatter) {
  const auto forwards = make();
  const auto backwards = make();
  const std::vector<std::uint16_t> tokens = repetitive_tokens(600);
  for (std::uint64_t first = 1; first < 600; first += 50) {
    forwards->update(tokens, first, std::min<std::uint64_t>(599, first + 49));
    const std::uint64_t other = 551 - (first - 1);
    backwards->update(tokens, other, std::min<std::uint64_t>(599, other + 49));
  }
  EXPECT_EQ(forwards->state().digest, backwards->state().digest);
  EXPECT_EQ(to_hex(state_of(*forwards).root), to_hex(state_of(*backwards).root));
}

TEST_P(CacheContract, PrefillEqualsUpdatesInSequence) {
  const auto sequential = make();
  const auto prefilled = make();
  const std::vector<std::uint16_t> tokens = repetitive_tokens(10'000);
  for (std::uint64_t first = 1; first <= 9'000; first += 64) {
    sequential->update(tokens, first, std::min<std::uint64_t>(9'000, first + 63));
  }
  prefilled->prefill(tokens, 9'000);
  EXPECT_EQ(sequential->state().digest, prefilled->state().digest);
  EXPECT_EQ(sequential->state().increments, prefilled->state().increments);
  EXPECT_EQ(to_hex(state_of(*sequential).root), to_hex(state_of(*prefilled).root));
}

std::vector<float> logits_of(std::uint64_t position) {
  const std::vector<std::uint8_t> row = synthetic_row({.seed = 3}, position, 0);
  std::vector<float> logits(row.size());
  std::transform(row.begin(), row.end(), logits.begin(),
                 [](std::uint8_t eighths) { return static_cast<float>(eighths) / 8.0F; });
  return logits;
}

TEST_P(CacheContract, ScoreIsTheRowsEntryToTheBit) {
  const auto cache = make();
  const std::vector<std::uint16_t> tokens = repetitive_tokens(1200);
  cache->update(tokens, 1, 999);
  std::size_t matched = 0;
  for (const std::uint64_t j : {1U, 2U, 5U, 14U, 1000U, 1001U, 1050U, 1199U}) {
    const std::vector<float> logits = logits_of(j);
    const std::vector<NeuralScore> neural = {neural_score(logits, tokens[j])};
    std::vector<CacheScore> score(1);
    cache->score(tokens, j, neural, score);
    const std::vector<double> row =
        cache->row(std::span(tokens).first(j), softmax(logits), neural[0].entropy_nats);
    ASSERT_EQ(row.size(), 1024U);
    EXPECT_EQ(row[tokens[j]], score[0].probability) << j;
    matched += score[0].matched_order > 0 ? 1 : 0;
  }
  EXPECT_GE(matched, 4U);
}

// Theorem of ngram-cache.md section 7: Z >= 1. These hashed caches are no distributions.
TEST_P(CacheContract, RowsSumToAtLeastOne) {
  const auto cache = make();
  const std::vector<std::uint16_t> tokens = repetitive_tokens(1200);
  cache->update(tokens, 1, 999);
  double largest = 0;
  for (std::uint64_t j = 1000; j < 1200; j += 13) {
    const std::vector<float> logits = logits_of(j);
    const std::vector<double> row = cache->row(std::span(tokens).first(j), softmax(logits),
                                               neural_score(logits, 0).entropy_nats);
    const double sum = std::accumulate(row.begin(), row.end(), 0.0);
    EXPECT_GE(sum, 1 - 1e-9) << j;
    largest = std::max(largest, sum);
  }
  EXPECT_GT(largest, 1.001);
}

// A score may know x[0..j] and the state, nothing behind.
TEST_P(CacheContract, ALaterTokenMovesNoScoreAndNoRow) {
  const auto cache = make();
  const std::vector<std::uint16_t> tokens = repetitive_tokens(1200);
  cache->update(tokens, 1, 999);
  const std::vector<NeuralScore> neural(100, NeuralScore{.probability = 0.25, .entropy_nats = 2});
  std::vector<CacheScore> before(100);
  cache->score(tokens, 1000, neural, before);
  std::vector<std::uint16_t> changed = tokens;
  changed[1050] = 7;
  std::vector<CacheScore> after(100);
  cache->score(changed, 1000, neural, after);
  for (std::size_t i = 0; i < 50; ++i) {
    EXPECT_EQ(before[i].probability, after[i].probability) << i;
    EXPECT_EQ(before[i].context_count, after[i].context_count) << i;
  }
  EXPECT_EQ(before[50].context_count, after[50].context_count);
}

TEST_P(CacheContract, ScoringWritesNothing) {
  const auto cache = make();
  const std::vector<std::uint16_t> tokens = repetitive_tokens(500);
  cache->update(tokens, 1, 300);
  const std::string before = to_hex(state_of(*cache).root);
  const std::vector<NeuralScore> neural(100, NeuralScore{.probability = 0.25, .entropy_nats = 2});
  std::vector<CacheScore> scores(100);
  cache->score(tokens, 301, neural, scores);
  cache->row(std::span(tokens).first(301), std::vector<double>(1024, 1.0 / 1024), 6.93);
  EXPECT_EQ(to_hex(state_of(*cache).root), before);
}

// The deciding counts of a row are those of the oracle, and their sums those of the batch verb.
TEST_P(CacheContract, CandidateSumsAreThoseOfTheOraclesRows) {
  const auto cache = make();
  const auto oracle = make_ngram_cache(GetParam().config, test_digest_key(),
                                       {.implementation = CacheImplementation::plain});
  const std::vector<std::uint16_t> tokens = repetitive_tokens(1200);
  cache->update(tokens, 1, 999);
  oracle->update(tokens, 1, 999);
  std::vector<std::vector<CandidateSum>> sums(1199);
  cache->candidate_sums(tokens, 1, 1024, sums);
  std::size_t decided = 0;
  for (const std::uint64_t j : {1U, 2U, 5U, 14U, 998U, 1000U, 1001U, 1050U, 1199U}) {
    const RowCounts expected = oracle->row_counts(std::span(tokens).first(j), 1024);
    const RowCounts found = cache->row_counts(std::span(tokens).first(j), 1024);
    ASSERT_EQ(found.size(), expected.size()) << j;
    for (std::size_t i = 0; i < found.size(); ++i) {
      EXPECT_EQ(found[i].order, expected[i].order) << j;
      EXPECT_EQ(found[i].context, expected[i].context) << j;
      EXPECT_EQ(found[i].fulls, expected[i].fulls) << j;
    }
    EXPECT_EQ(sums[j - 1], sum_candidates(expected)) << j;
    decided += expected.size();
  }
  EXPECT_GE(decided, 6U);
}

// Z from the sums is the row's own sum, but for the clip's 1e-12 a candidate.
TEST_P(CacheContract, NormalizerIsTheSumOfTheRow) {
  const auto cache = make();
  const std::vector<std::uint16_t> tokens = repetitive_tokens(1200);
  cache->update(tokens, 1, 999);
  for (const std::uint64_t j : {2U, 1000U, 1050U, 1199U}) {
    const std::vector<float> logits = logits_of(j);
    const double entropy = neural_score(logits, 0).entropy_nats;
    const std::vector<double> row =
        cache->row(std::span(tokens).first(j), softmax(logits), entropy);
    std::vector<std::vector<CandidateSum>> sums(1);
    cache->candidate_sums(tokens, j, 1024, sums);
    EXPECT_NEAR(normalizer(cache->config(), entropy, sums[0]),
                std::accumulate(row.begin(), row.end(), 0.0), 2e-9)
        << j;
  }
}

// The replay gives, after the fact, what the batch verb gives before each insertion.
TEST_P(CacheContract, ReplayedSumsAreThoseBeforeEachInsertion) {
  if (GetParam().config.variant == CacheVariant::dirichlet) {
    GTEST_SKIP() << "the replay is for caches with one deciding order";
  }
  const auto cache = make();
  const std::vector<std::uint16_t> tokens = repetitive_tokens(1500);
  cache->update(tokens, 1, 499);
  std::vector<ScoredSegment> segments;
  std::vector<CacheScore> scores;
  std::vector<std::uint64_t> expected;
  // The last two segments repeat positions, as tails do.
  for (const std::uint64_t first : {500U, 564U, 628U, 692U, 1400U, 1436U}) {
    segments.push_back({.first = first, .last = first + 63});
    std::vector<CacheScore> of_segment(64);
    cache->score(tokens, first, std::vector<NeuralScore>(64), of_segment);
    scores.insert(scores.end(), of_segment.begin(), of_segment.end());
    std::vector<std::vector<CandidateSum>> sums(64);
    cache->candidate_sums(tokens, first, 1024, sums);
    for (const std::vector<CandidateSum>& sum : sums) {
      expected.push_back(sum.empty() ? 0 : sum.front().capped);
    }
    cache->update(tokens, first, first + 63);
  }
  EXPECT_EQ(replay_candidate_sums(*cache, tokens, segments, scores, 1024), expected);
  EXPECT_GT(*std::max_element(expected.begin(), expected.end()), 0U);
}

CacheConfig own_target_prime() {
  CacheConfig config = pgolf_test::small_796();
  config.target_prime = 1000003;
  return config;
}

CacheConfig middle_orders() {
  CacheConfig config = pgolf_test::small_806();
  config.lowest_order = 4;
  config.highest_order = 16;
  config.buckets = 64;
  return config;
}

CacheConfig one_order() {
  CacheConfig config = pgolf_test::small_806();
  config.lowest_order = 3;
  config.highest_order = 3;
  config.buckets = 256;
  return config;
}

constexpr CacheOptions kPlain = {.implementation = CacheImplementation::plain};
constexpr CacheOptions kFast = {.threads = 1};
constexpr CacheOptions kFastThreads = {.threads = 4};
constexpr CacheOptions kCuda = {.device = CacheDevice::cuda};

INSTANTIATE_TEST_SUITE_P(
    Caches, CacheContract,
    testing::Values(Contract{"plain_806", pgolf_test::small_806(), kPlain},
                    Contract{"plain_796", pgolf_test::small_796(), kPlain},
                    Contract{"plain_796_mult", pgolf_test::small_796_mult(), kPlain},
                    Contract{"plain_dirichlet", pgolf_test::small_dirichlet(), kPlain},
                    Contract{"plain_798_centers", pgolf_test::small_798_centers(), kPlain},
                    Contract{"plain_own_target_prime", own_target_prime(), kPlain},
                    Contract{"fast_806", pgolf_test::small_806(), kFast},
                    Contract{"fast_796", pgolf_test::small_796(), kFast},
                    Contract{"fast_796_threads", pgolf_test::small_796(), kFastThreads},
                    Contract{"fast_796_mult", pgolf_test::small_796_mult(), kFast},
                    Contract{"fast_dirichlet", pgolf_test::small_dirichlet(), kFastThreads},
                    Contract{"fast_798_centers", pgolf_test::small_798_centers(), kFast},
                    Contract{"fast_own_target_prime", own_target_prime(), kFast},
                    Contract{"fast_middle_orders", middle_orders(), kFastThreads},
                    Contract{"fast_one_order", one_order(), kFastThreads},
                    Contract{"cuda_806", pgolf_test::small_806(), kCuda},
                    Contract{"cuda_796", pgolf_test::small_796(), kCuda},
                    Contract{"cuda_796_mult", pgolf_test::small_796_mult(), kCuda},
                    Contract{"cuda_own_target_prime", own_target_prime(), kCuda},
                    Contract{"cuda_dirichlet", pgolf_test::small_dirichlet(), kCuda}),
    [](const auto& row) { return row.param.name; });

TEST(StateRoot, OfTheEmptyCacheIsTheGoldens) {
  const std::unique_ptr<NgramCache> cache =
      make_ngram_cache(pgolf_test::small_806(), test_digest_key());
  const StateFingerprint state = fingerprint(*cache, test_digest_key());
  // Golden s10, rank 0: orders 2..7, 4,096 buckets, nothing inserted.
  EXPECT_EQ(to_hex(state.root), "aa9d5d7ffdaaf41b0b7e16a5bd37e4be2d0491b519bd34efad9599d1cff0568c");
  EXPECT_EQ(state.msh1, StateDigest());
}

}  // namespace
}  // namespace reference
