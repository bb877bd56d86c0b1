// SPDX-License-Identifier: Apache-2.0
// The noise probe against our own caches, loops and cheats: the known answers of noise-probe.md
// section 5.
#include <cmath>
#include <random>

#include "reference_impl/evaluation/causal_scorer.h"
#include "reference_impl/evaluation/score_first.h"
#include "reference_impl/noise/noise_stream.h"
#include "tests/support/noise_players.h"
#include "tests/support/small_cache.h"
#include "verifier/statistics/e_value.h"

#include <gtest/gtest.h>

namespace pgolf_test {
namespace {

using reference::CacheConfig;
using reference::draw_noise;
using reference::make_documents_source;
using reference::make_markov_source;
using reference::make_repeat_source;
using reference::make_uniform_source;
using reference::NoiseStream;
using reference::official_piece_table;
using reference::text_tokens;
using reference::WindowRequest;
using verifier::statistics::probe_verdict;
using verifier::statistics::ProbeStatus;
using verifier::statistics::ProbeVerdict;

constexpr std::size_t kText = 1020;
constexpr std::size_t kVocabulary = 1024;

std::vector<std::uint16_t> text() {
  return text_tokens(official_piece_table());
}

// A stream of one source, cut to what is scored.
NoiseStream stream_of(const std::string& source, std::uint64_t tokens) {
  // English is not at hand: a chain fitted on another source's stream.
  const auto training =
      draw_noise(*make_repeat_source(text(), 16), 1, 60'000, 1, official_piece_table());
  std::unique_ptr<reference::NoiseSource> chosen = make_uniform_source(text());
  if (source == "documents") {
    chosen = make_documents_source(text());
  } else if (source == "markov") {
    chosen = make_markov_source(text(), training.tokens);
  } else if (source == "repeat") {
    chosen = make_repeat_source(text());
  }
  NoiseStream stream = draw_noise(*chosen, 806, tokens + 1, 64, official_piece_table());
  stream.tokens.resize(stream.targets + 1);
  return stream;
}

ProbeVerdict verdict_of(const NoiseStream& stream, double nats) {
  return probe_verdict({.val_loss = nats / static_cast<double>(stream.targets),
                        .resolution = 0,
                        .source_nats = stream.scored_sum_nats,
                        .tokens = stream.targets});
}

// An untrained network: every token of the vocabulary alike.
class UniformModel : public reference::TokenModel {
 public:
  std::uint32_t vocabulary() const override { return kVocabulary; }
  bool shape_matters() const override { return false; }
  void logits(std::span<const std::uint16_t> /*tokens*/, std::span<const WindowRequest> /*windows*/,
              std::span<float> logits) override {
    std::fill(logits.begin(), logits.end(), 0.0F);
  }
};

double cache_nats(const NoiseStream& stream, const CacheConfig& config, std::uint32_t seq_len) {
  reference::ScoreFirstOptions options;
  options.seq_len = seq_len;
  options.stride = 64;
  return evaluate_score_first(
             stream.tokens, official_piece_table(), config,
             [](std::uint32_t) { return std::make_unique<UniformModel>(); }, options)
      .once.cache_nats;
}

// The same scores, each row divided by its sum.
double normalized_nats(const NoiseStream& stream, const CacheConfig& config) {
  UniformModel model;
  const auto cache = make_ngram_cache(config, reference::test_digest_key());
  reference::CausalScorer scorer({.targets = stream.targets, .seq_len = 256, .stride = 64}, model,
                                 *cache);
  double nats = 0;
  for (std::uint64_t j = 1; j <= stream.targets; ++j) {
    const auto row = scorer.row(stream.tokens, j, stream.tokens.size());
    double sum = 0;
    for (const double score : row) {
      sum += score;
    }
    nats -= std::log(row[stream.tokens[j]] / sum);
  }
  return nats;
}

struct CacheCase {
  const char* name;
  CacheConfig (*config)();
};

class HashedCache : public testing::TestWithParam<CacheCase> {};

TEST_P(HashedCache, AsSubmittedGainsOnNoise) {
  const NoiseStream stream = stream_of("uniform", 16'384);
  const ProbeVerdict verdict = verdict_of(stream, cache_nats(stream, GetParam().config(), 256));
  EXPECT_EQ(verdict.status, ProbeStatus::fail);
  EXPECT_GT(verdict.gain_nats, 5000);
}

TEST_P(HashedCache, NormalizedGainsNothing) {
  const NoiseStream stream = stream_of("uniform", 4096);
  EXPECT_EQ(verdict_of(stream, normalized_nats(stream, GetParam().config())).status,
            ProbeStatus::pass);
}

INSTANTIATE_TEST_SUITE_P(Variants, HashedCache,
                         testing::Values(CacheCase{"pr806", small_806},
                                         CacheCase{"pr796", small_796},
                                         CacheCase{"pr796_mult", small_796_mult},
                                         CacheCase{"dirichlet", small_dirichlet}),
                         [](const auto& row) { return row.param.name; });

// The loop of score_first.h without its network: what full-size tables cost a uniform model.
double uniform_cache_nats(const NoiseStream& stream, CacheConfig config, std::uint64_t buckets) {
  config.buckets = buckets;
  const auto cache = make_ngram_cache(config, reference::test_digest_key(),
                                      {.digest = reference::DigestSet::none});
  const std::vector<reference::NeuralScore> network(
      2048, {.probability = 1.0 / kVocabulary, .entropy_nats = std::log(1.0 * kVocabulary)});
  std::vector<reference::CacheScore> scores(network.size());
  double nats = 0;
  for (std::uint64_t first = 1; first <= stream.targets;) {
    const std::size_t length = first == 1 ? network.size() : 64;
    cache->score(stream.tokens, first, std::span(network).first(length),
                 std::span(scores).first(length));
    for (std::size_t i = 0; i < length; ++i) {
      nats -= std::log(scores[i].probability);
    }
    cache->update(stream.tokens, first, first + length - 1);
    first += length;
  }
  return nats;
}

class FullSizeNoiseProbe : public testing::TestWithParam<CacheCase> {};

// The load of the official run, 62 million positions in 2^22 buckets, sixteen times smaller: about
// 1.8 bits a token where 10 is the floor (noise-probe.md section 5).
TEST_P(FullSizeNoiseProbe, AtTheOfficialLoadATokenCostsTwoBits) {
  const NoiseStream stream = stream_of("uniform", std::uint64_t{1} << 20U);
  const double nats = uniform_cache_nats(stream, GetParam().config(), std::uint64_t{1} << 16U);
  EXPECT_NEAR(nats / std::log(2.0) / static_cast<double>(stream.targets), 1.8, 0.15);
  EXPECT_EQ(verdict_of(stream, nats).status, ProbeStatus::fail);
}

TEST_P(FullSizeNoiseProbe, FlagsTheirOwnTablesAtALoadOfOne) {
  const NoiseStream stream = stream_of("uniform", std::uint64_t{1} << 22U);
  const double nats = uniform_cache_nats(stream, GetParam().config(), std::uint64_t{1} << 22U);
  EXPECT_EQ(verdict_of(stream, nats).status, ProbeStatus::fail);
  EXPECT_GT(verdict_of(stream, nats).gain_nats, 1e6);
}

// Why the probe of a cache needs as many tokens as the cache has buckets: at a quarter of that its
// over-claim (Z > 1 at nearly every position) is smaller than what its wrong guesses cost it.
TEST_P(FullSizeNoiseProbe, DoesNotSeeTheirOwnTablesAtALoadOfAQuarter) {
  const NoiseStream stream = stream_of("uniform", std::uint64_t{1} << 20U);
  const double nats = uniform_cache_nats(stream, GetParam().config(), std::uint64_t{1} << 22U);
  EXPECT_EQ(verdict_of(stream, nats).status, ProbeStatus::pass);
}

INSTANTIATE_TEST_SUITE_P(Seeds, FullSizeNoiseProbe,
                         testing::Values(CacheCase{"pr806", small_806},
                                         CacheCase{"pr796", small_796}),
                         [](const auto& row) { return row.param.name; });

class EveryNoise : public testing::TestWithParam<const char*> {};

TEST_P(EveryNoise, AnHonestCacheOfExactCountsIsNotFlagged) {
  const NoiseStream stream = stream_of(GetParam(), 32'768);
  for (const double weight : {0.05, 0.5, 0.95}) {
    const ExactCounts cache({1, 2, 3, 4, 5}, weight, kVocabulary);
    const ProbeVerdict verdict = verdict_of(stream, score_first_nats(stream.tokens, cache));
    EXPECT_EQ(verdict.status, ProbeStatus::pass) << weight << ": " << verdict.gain_nats;
  }
}

TEST_P(EveryNoise, AnUntrainedModelIsNotFlagged) {
  const NoiseStream stream = stream_of(GetParam(), 32'768);
  EXPECT_EQ(verdict_of(stream, uniform_nats(stream.tokens, kVocabulary)).status, ProbeStatus::pass);
}

INSTANTIATE_TEST_SUITE_P(Sources, EveryNoise,
                         testing::Values("uniform", "documents", "markov", "repeat"),
                         [](const auto& row) { return std::string(row.param); });

TEST(NoiseProbe, AnHonestCacheGetsNearlyAllThatRepeatsAllow) {
  const NoiseStream stream = stream_of("repeat", 65'536);
  const ExactCounts cache({3, 4, 5}, 0.98, kText);
  const double nats = score_first_nats(stream.tokens, cache);
  const double uniform = uniform_nats(stream.tokens, kText);
  EXPECT_LT(verdict_of(stream, nats).gain_nats, 0);
  EXPECT_GT(uniform - nats, 0.8 * (uniform - stream.scored_sum_nats));
}

struct Cheat {
  const char* name;
  double (*nats)(Tokens tokens);
};

ExactCounts short_counts() {
  return {{1, 2}, 0.5, kText};
}

class EveryCheat : public testing::TestWithParam<Cheat> {};

TEST_P(EveryCheat, IsFlaggedByAWideMargin) {
  const NoiseStream stream = stream_of("uniform", 16'384);
  const ProbeVerdict verdict = verdict_of(stream, GetParam().nats(stream.tokens));
  EXPECT_EQ(verdict.status, ProbeStatus::fail);
  EXPECT_GT(verdict.gain_nats, 200) << "a wide margin above 13.8";
}

INSTANTIATE_TEST_SUITE_P(
    Cheats, EveryCheat,
    testing::Values(
        Cheat{"update_first",
              [](Tokens tokens) { return update_first_nats(tokens, short_counts()); }},
        Cheat{"one_ahead", [](Tokens tokens) { return one_ahead_nats(tokens, short_counts()); }},
        Cheat{"best_of_two",
              [](Tokens tokens) { return best_of_two_nats(tokens, short_counts(), kText); }},
        Cheat{"two_passes", [](Tokens tokens) { return two_passes_nats(tokens, short_counts()); }},
        Cheat{"adapt_then_score",
              [](Tokens tokens) { return adapt_then_score_nats(tokens, kVocabulary, 50); }}),
    [](const auto& row) { return row.param.name; });

TEST(NoiseProbe, TheCheatsHonestTwinIsNotFlagged) {
  const NoiseStream stream = stream_of("uniform", 16'384);
  EXPECT_EQ(verdict_of(stream, score_first_nats(stream.tokens, short_counts())).status,
            ProbeStatus::pass);
}

// A random causal normalized predictor over a small alphabet: a fixed random tilt, counts of what
// came before with a random discount, or a tilt that a hash of the last tokens draws anew; all as
// near to the source as their random strength says, because far ones never gain.
class RandomPredictor {
 public:
  explicit RandomPredictor(std::uint64_t seed) : generator_(seed) {
    kind_ = generator_() % 3;
    strength_ = std::exp(std::uniform_real_distribution<double>(-4, 0.5)(generator_));
    key_ = generator_();
    tilt(key_);
  }
  const std::vector<double>& row() const { return row_; }
  void pass(std::uint16_t token) {
    ++counts_[token];
    ++total_;
    if (kind_ == 1) {
      const double prior = 20 / strength_;
      for (std::size_t v = 0; v < kSize; ++v) {
        row_[v] = (counts_[v] + prior / kSize) / (total_ + prior);
      }
    } else if (kind_ == 2) {
      key_ = key_ * 6364136223846793005U + token;
      tilt(key_);
    }
  }

  static constexpr std::size_t kSize = 16;

 private:
  void tilt(std::uint64_t seed) {
    reference::SplitMix64 random(seed);
    double sum = 0;
    for (double& p : row_) {
      const double u = static_cast<double>(random.below(1U << 20U)) / (1U << 20U);
      p = std::exp(strength_ * (u - 0.5));
      sum += p;
    }
    for (double& p : row_) {
      p /= sum;
    }
  }

  std::mt19937_64 generator_;
  std::uint64_t kind_ = 0;
  double strength_ = 0;
  std::uint64_t key_ = 0;
  std::vector<double> row_ = std::vector<double>(kSize, 1.0 / kSize);
  std::vector<double> counts_ = std::vector<double>(kSize, 0);
  double total_ = 0;
};

struct Gains {
  double last = 0;
  double best = 0;  // at the moment that suits the player most
};

Gains honest_run(std::uint64_t seed) {
  RandomPredictor predictor(seed);
  reference::SplitMix64 random(seed ^ 0x5DEECE66DU);
  Gains gains;
  for (int i = 0; i < 256; ++i) {
    const auto token = static_cast<std::uint16_t>(random.below(RandomPredictor::kSize));
    gains.last += std::log(predictor.row()[token] * RandomPredictor::kSize);
    gains.best = std::max(gains.best, gains.last);
    predictor.pass(token);
  }
  return gains;
}

void expect_few_false_alarms(int runs) {
  std::vector<Gains> gains;
  for (int run = 0; run < runs; ++run) {
    gains.push_back(honest_run(static_cast<std::uint64_t>(run) + 1));
  }
  for (const double k : {0.5, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0}) {
    const auto share = [&](double Gains::*gain) {
      return static_cast<double>(std::count_if(gains.begin(), gains.end(),
                                               [&](const Gains& run) { return run.*gain >= k; })) /
             runs;
    };
    EXPECT_LE(share(&Gains::last), std::exp(-k)) << k;
    // The bound holds at any stopping time; chance may carry the best moment a little above it.
    EXPECT_LE(share(&Gains::best), std::exp(-k) + 4 * std::sqrt(std::exp(-k) / runs)) << k;
  }
  const auto gained =
      std::count_if(gains.begin(), gains.end(), [](const Gains& run) { return run.best >= 0.5; });
  EXPECT_GT(gained, runs / 20) << "predictors that never gain would test nothing";
}

TEST(NoiseProbe, HonestPredictorsSeldomGain) {
  expect_few_false_alarms(1000);
}

TEST(FalseAlarms, OfTenThousandHonestRunsAreAsRareAsTheBoundSays) {
  expect_few_false_alarms(10'000);
}

}  // namespace
}  // namespace pgolf_test
