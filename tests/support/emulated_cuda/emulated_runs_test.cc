// SPDX-License-Identifier: Apache-2.0
// Larger than the contract: a bulk prefill of an official shape, and whole runs of several ranks,
// emulated devices against the CPU.
#include <algorithm>
#include <vector>

#include "reference_impl/evaluation/cache_run.h"
#include "reference_impl/ngram/ngram_cache.h"
#include "reference_impl/ngram/state_fingerprint.h"
#include "reference_impl/tokens/shard.h"
#include "tests/support/small_cache.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace reference {
namespace {

constexpr std::uint32_t kVocabulary = 1024;

// Frequent tokens are very frequent, as in text, so that counters meet in one bucket.
std::vector<std::uint16_t> skewed_tokens(std::size_t count) {
  std::vector<std::uint16_t> tokens;
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint64_t draw = mix64(i);
    const std::uint64_t most = std::uint64_t{1} << (draw % 11);  // 1 to 1,024 tokens
    tokens.push_back(static_cast<std::uint16_t>((draw >> 8U) % most));
  }
  return tokens;
}

std::string root_of(const NgramCache& cache) {
  return to_hex(fingerprint(cache, test_digest_key()).root);
}

void expect_same_verbs(const NgramCache& cpu, const NgramCache& device,
                       std::span<const std::uint16_t> tokens, std::uint64_t first) {
  constexpr std::size_t kCount = 200;
  std::vector<std::vector<CandidateSum>> expected(kCount);
  std::vector<std::vector<CandidateSum>> found(kCount);
  cpu.candidate_sums(tokens, first, kVocabulary, expected);
  device.candidate_sums(tokens, first, kVocabulary, found);
  EXPECT_EQ(found, expected);
  const std::vector<NeuralScore> neural(kCount, {.probability = 0.125, .entropy_nats = 3});
  std::vector<CacheScore> expected_scores(kCount);
  std::vector<CacheScore> found_scores(kCount);
  cpu.score(tokens, first, neural, expected_scores);
  device.score(tokens, first, neural, found_scores);
  for (std::size_t i = 0; i < kCount; ++i) {
    ASSERT_EQ(found_scores[i].context_count, expected_scores[i].context_count) << first + i;
    ASSERT_EQ(found_scores[i].probability, expected_scores[i].probability) << first + i;
  }
}

TEST(EmulatedRuns, APrefillOfAHundredThousandTokensIsThatOfTheCpu) {
  constexpr std::uint64_t kPrefill = 100'000;
  CacheConfig config = pgolf_test::small_796();  // orders 2 to 15
  config.buckets = std::uint64_t{1} << 16U;
  const std::vector<std::uint16_t> tokens = skewed_tokens(kPrefill + 1000);
  const auto cpu = make_ngram_cache(config, test_digest_key(), {.threads = 1});
  const auto device = make_ngram_cache(config, test_digest_key(),
                                       {.device = CacheDevice::cuda, .digest = cpu->digest_set()});
  cpu->prefill(tokens, kPrefill);
  device->prefill(tokens, kPrefill);
  EXPECT_EQ(device->state().digest, cpu->state().digest);
  EXPECT_EQ(device->state().increments, cpu->state().increments);
  expect_same_verbs(*cpu, *device, tokens, kPrefill + 1);
  cpu->update(tokens, kPrefill + 1, kPrefill + 500);
  device->update(tokens, kPrefill + 1, kPrefill + 500);
  EXPECT_EQ(root_of(*device), root_of(*cpu));
  expect_same_verbs(*cpu, *device, tokens, kPrefill + 501);
}

class EmulatedRankRuns : public testing::TestWithParam<std::uint32_t> {};

// The sums of doubles too: both run the same ranks and add in the same order.
TEST_P(EmulatedRankRuns, GiveTheResultOfRanksAsThreads) {
  const pgolf_test::TemporaryFolder folder;
  const std::string shard = shard_bytes(pgolf_test::repetitive_tokens(2049));
  CacheRunConfig config;
  config.name = "emulated";
  config.token_file = folder.write("tokens.bin", shard);
  config.token_file_sha256 = to_hex(sha256(shard));
  config.token_count = 2049;
  config.seq_len = 256;
  config.world_size = GetParam();
  config.cache = pgolf_test::small_796();
  ScoreFirstOptions devices;
  devices.device = CacheDevice::cuda;
  devices.rank_devices = true;
  const CacheRunResult expected = run_cache(config, ScoreFirstOptions{});
  const CacheRunResult found = run_cache(config, devices);
  EXPECT_EQ(cache_run_result_to_json(found), cache_run_result_to_json(expected));
  EXPECT_TRUE(std::all_of(found.scores.ranks.begin(), found.scores.ranks.end(),
                          [](const RankResult& rank) { return rank.continues; }));
}

INSTANTIATE_TEST_SUITE_P(Worlds, EmulatedRankRuns, testing::Values(2U, 4U),
                         [](const auto& row) { return std::to_string(row.param); });

}  // namespace
}  // namespace reference
