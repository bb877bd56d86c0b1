// SPDX-License-Identifier: Apache-2.0
// Z of each position against the sum of the cache's whole row, over a uniform network.
#include "verifier/gather/normalization_audit.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "tests/support/small_cache.h"
#include "verifier/base/result.h"

#include <gtest/gtest.h>

namespace verifier {
namespace {

constexpr std::size_t kVocabulary = 40;
constexpr std::size_t kTargets = 96;
constexpr std::size_t kSegment = 16;
constexpr double kEntropy = 3.0;

reference::PieceTable pieces_of(std::uint16_t bytes) {
  reference::PieceTable table;
  table.pieces.assign(kVocabulary,
                      {.base_bytes = bytes, .leading_space = false, .boundary = false});
  return table;
}

reference::CacheConfig cache_config() {
  reference::CacheConfig config = pgolf_test::small_806();
  config.buckets = 256;
  config.min_count = 1;
  return config;
}

// Repeats itself, so that rows have counts, in few buckets, so that they are no distributions.
std::vector<std::uint16_t> stream() {
  std::vector<std::uint16_t> tokens;
  for (std::size_t i = 0; i <= kTargets; ++i) {
    tokens.push_back(static_cast<std::uint16_t>((i * i + i / 7) % 11));
  }
  return tokens;
}

// Scores a segment the way the event audit does.
std::vector<reference::PositionScore> scored(const reference::NgramCache& cache,
                                             const std::vector<std::uint16_t>& tokens,
                                             std::uint64_t first) {
  const std::vector<reference::NeuralScore> neural(
      kSegment, {.probability = 1.0 / kVocabulary, .entropy_nats = kEntropy});
  std::vector<reference::CacheScore> scores(kSegment);
  cache.score(tokens, first, neural, scores);
  std::vector<reference::PositionScore> positions(kSegment);
  for (std::size_t i = 0; i < kSegment; ++i) {
    positions[i].position = first + i;
    positions[i].token = tokens[first + i];
    positions[i].neural = neural[i];
    positions[i].cache = scores[i];
  }
  return positions;
}

// What a count over the whole stream must say, from whole rows.
struct Expected {
  std::vector<double> z;
  double nats = 0;
};

class NormalizationOfAStream : public testing::Test {
 protected:
  // Hands every segment to the count, the last one as often again as `repeats` says.
  void count(int repeats) {
    const std::vector<double> uniform(kVocabulary, 1.0 / kVocabulary);
    for (std::uint64_t first = 1; first <= kTargets; first += kSegment) {
      const auto scores = scored(*cache_, tokens_, first);
      for (int i = 0; i <= (first + kSegment > kTargets ? repeats : 0); ++i) {
        count_.take({0, first, first + kSegment - 1, *cache_, scores});
      }
      for (const reference::PositionScore& score : scores) {
        const auto row = cache_->row(std::span(tokens_).first(score.position), uniform, kEntropy);
        expected_.z.push_back(std::accumulate(row.begin(), row.end(), 0.0));
        expected_.nats -= std::log(row[score.token]);
      }
      cache_->update(tokens_, first, first + kSegment - 1);
    }
  }

  std::vector<std::uint16_t> tokens_ = stream();
  reference::PieceTable pieces_ = pieces_of(3);
  NormalizationCount count_{tokens_, pieces_};
  std::unique_ptr<reference::NgramCache> cache_ =
      reference::make_ngram_cache(cache_config(), reference::test_digest_key());
  Expected expected_;
};

TEST_F(NormalizationOfAStream, IsTheSumOfItsRows) {
  count(0);
  const NormalizationAudit audit = count_.finish();
  std::sort(expected_.z.begin(), expected_.z.end());
  const double mean = std::accumulate(expected_.z.begin(), expected_.z.end(), 0.0) / kTargets;
  const auto above =
      std::count_if(expected_.z.begin(), expected_.z.end(), [](double z) { return z > 1.01; });
  ASSERT_GT(above, 0) << "the stream shows nothing";
  double ln_z = 0;
  for (const double z : expected_.z) {
    ln_z += std::log(z);
  }
  EXPECT_EQ(audit.positions, kTargets);
  EXPECT_EQ(audit.bytes, 3 * kTargets);
  EXPECT_NEAR(audit.z_least, expected_.z.front(), 1e-12);
  EXPECT_NEAR(audit.z_most, expected_.z.back(), 1e-12);
  EXPECT_GE(audit.z_median, expected_.z[kTargets / 2 - 1] - 1e-12);
  EXPECT_LE(audit.z_median, expected_.z[kTargets / 2] + 1e-12);
  EXPECT_NEAR(audit.z_mean, mean, 1e-12);
  EXPECT_NEAR(audit.share_above, static_cast<double>(above) / kTargets, 1e-12);
  EXPECT_NEAR(audit.once_nats, expected_.nats, 1e-9);
  EXPECT_NEAR(audit.normalized_nats, expected_.nats + ln_z, 1e-9);
}

TEST_F(NormalizationOfAStream, CountsAPositionOnce) {
  count(3);
  const NormalizationAudit audit = count_.finish();
  EXPECT_EQ(audit.positions, kTargets);
  EXPECT_EQ(audit.bytes, 3 * kTargets);
  EXPECT_NEAR(audit.once_nats, expected_.nats, 1e-9);
}

TEST_F(NormalizationOfAStream, OfNothingIsRefused) {
  try {
    static_cast<void>(count_.finish());
    FAIL() << "gave a sum";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::bad_input);
  }
}

}  // namespace
}  // namespace verifier
