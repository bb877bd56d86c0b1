// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/noise/noise_source.h"

#include <cmath>
#include <functional>
#include <map>

#include "reference_impl/base/error.h"

#include <gtest/gtest.h>

namespace pgolf_test {
namespace {

using reference::make_documents_source;
using reference::make_markov_source;
using reference::make_repeat_source;
using reference::make_uniform_source;
using reference::NoiseSource;
using reference::SplitMix64;

using Source = std::unique_ptr<NoiseSource>;
using Stream = std::vector<std::uint16_t>;

const std::vector<std::uint16_t> kThree = {4, 5, 6};

std::vector<std::uint16_t> official_text() {
  return text_tokens(reference::official_piece_table());
}

// What the training of the markov cases is: with BOS, and repeats so that contexts have followers.
Stream training(int count) {
  Stream tokens;
  SplitMix64 random(99);
  for (int i = 0; i < count; ++i) {
    tokens.push_back(i % 97 == 0 ? 1 : static_cast<std::uint16_t>(4 + random.below(3)));
  }
  return tokens;
}

struct SourceCase {
  const char* name;
  std::function<Source()> make;
};

std::vector<SourceCase> source_cases() {
  return {{"uniform", [] { return make_uniform_source(official_text()); }},
          {"documents", [] { return make_documents_source(official_text()); }},
          {"markov", [] { return make_markov_source(kThree, training(3000)); }},
          {"markov_official", [] { return make_markov_source(official_text(), training(3000)); }},
          {"repeat", [] { return make_repeat_source(official_text()); }},
          {"repeat_small", [] { return make_repeat_source(kThree, 4); }}};
}

class EverySource : public testing::TestWithParam<SourceCase> {};

TEST_P(EverySource, IsADistributionAtEveryStep) {
  const Source source = GetParam().make();
  SplitMix64 random(1);
  for (int i = 0; i < 1100; ++i) {
    if (i % 37 == 0 || i < 8) {
      double sum = 0;
      std::size_t possible = 0;
      for (std::uint32_t v = 0; v < 1024; ++v) {
        const double probability = std::exp(source->log_probability(static_cast<std::uint16_t>(v)));
        sum += probability;
        possible += probability > 0 ? 1 : 0;
      }
      ASSERT_NEAR(sum, 1, 1e-11) << "after " << i;
      EXPECT_LE(possible, source->alphabet());
    }
    source->pass(source->pick(random));
  }
}

TEST_P(EverySource, TheSeedNamesTheStream) {
  const auto stream = [&](std::uint64_t seed) {
    const Source source = GetParam().make();
    SplitMix64 random(seed);
    Stream tokens;
    for (int i = 0; i < 600; ++i) {
      tokens.push_back(source->pick(random));
      source->pass(tokens.back());
    }
    return tokens;
  };
  EXPECT_EQ(stream(5), stream(5));
  EXPECT_NE(stream(5), stream(6));
}

INSTANTIATE_TEST_SUITE_P(Sources, EverySource, testing::ValuesIn(source_cases()),
                         [](const auto& row) { return row.param.name; });

// Sources of three or four tokens, of which every stream can be counted.
class SmallSource : public testing::TestWithParam<SourceCase> {};

TEST_P(SmallSource, DrawsWhatItSaysItDraws) {
  // All streams of a few tokens, against the product of the probabilities said on the way.
  constexpr int kLength = 6;  // one and a half blocks of the small repeat source
  constexpr int kRuns = 40'000;
  std::map<Stream, std::pair<int, double>> streams;
  SplitMix64 random(2026);
  for (int run = 0; run < kRuns; ++run) {
    const Source source = GetParam().make();
    Stream tokens;
    double log_probability = 0;
    for (int i = 0; i < kLength; ++i) {
      tokens.push_back(source->pick(random));
      log_probability += source->log_probability(tokens.back());
      source->pass(tokens.back());
    }
    ++streams[tokens].first;
    streams[tokens].second = std::exp(log_probability);
  }
  for (const auto& [tokens, seen] : streams) {
    const double expected = kRuns * seen.second;
    EXPECT_NEAR(seen.first, expected, 6 * std::sqrt(expected) + 6);
  }
}

INSTANTIATE_TEST_SUITE_P(
    Sources, SmallSource,
    testing::Values(SourceCase{"markov", [] { return make_markov_source(kThree, training(60)); }},
                    SourceCase{"repeat", [] { return make_repeat_source(kThree, 4); }}),
    [](const auto& row) { return row.param.name; });

TEST(NoiseSource, TextTokensOfTheOfficialTableAre4To1023) {
  const auto text = official_text();
  ASSERT_EQ(text.size(), 1020U);
  EXPECT_EQ(text.front(), 4);
  EXPECT_EQ(text.back(), 1023);
}

TEST(NoiseSource, UniformIsTheDrawModuloTheAlphabet) {
  const Source source = make_uniform_source(official_text());
  SplitMix64 random(11);
  SplitMix64 draws(11);
  for (int i = 0; i < 100; ++i) {
    EXPECT_EQ(source->pick(random), 4 + draws.next() % 1020);
  }
  EXPECT_DOUBLE_EQ(source->log_probability(4), -std::log(1020));
  EXPECT_EQ(source->log_probability(1), -INFINITY);
}

TEST(NoiseSource, DocumentsStartOnceIn700) {
  const Source source = make_documents_source(official_text());
  EXPECT_DOUBLE_EQ(source->log_probability(1), -std::log(700));
  EXPECT_DOUBLE_EQ(source->log_probability(10), std::log(699.0 / 700 / 1020));
  SplitMix64 random(4);
  int starts = 0;
  for (int i = 0; i < 700'000; ++i) {
    starts += source->pick(random) == 1 ? 1 : 0;
  }
  EXPECT_NEAR(starts, 1000, 160);  // five standard deviations
}

// By hand: after BOS BOS the training below has 4 once and 5 twice; three text tokens and BOS.
TEST(NoiseSource, MarkovAddsAHundredthOfACountAToken) {
  const Stream tokens = {1, 1, 4, 1, 1, 5, 1, 1, 5};
  const Source source = make_markov_source(kThree, tokens);
  EXPECT_EQ(source->alphabet(), 4U);
  EXPECT_DOUBLE_EQ(source->log_probability(4), std::log(1.01 / 3.04));
  EXPECT_DOUBLE_EQ(source->log_probability(5), std::log(2.01 / 3.04));
  EXPECT_DOUBLE_EQ(source->log_probability(6), std::log(0.01 / 3.04));
  EXPECT_DOUBLE_EQ(source->log_probability(1), std::log(0.01 / 3.04));
  source->pass(6);
  EXPECT_DOUBLE_EQ(source->log_probability(4), std::log(0.25));  // never seen
  source->pass(1);
  source->pass(1);
  EXPECT_DOUBLE_EQ(source->log_probability(5), std::log(2.01 / 3.04));
}

TEST(NoiseSource, MarkovRefusesTrainingWithForeignTokens) {
  EXPECT_THROW(make_markov_source(kThree, Stream{4, 5, 7}), reference::Error);
}

TEST(NoiseSource, MarkovWithoutTrainingIsUniform) {
  const Source source = make_markov_source(kThree, Stream{});
  EXPECT_DOUBLE_EQ(source->log_probability(4), std::log(0.25));
}

// By hand, K = 3 and blocks of 2: fresh weighs 1/2 * 1/3 a token, each of n earlier blocks 1/2n.
TEST(NoiseSource, RepeatIsThePosteriorMixture) {
  const Source source = make_repeat_source(kThree, 2);
  for (const std::uint16_t token : Stream{4, 5}) {  // the first block is fresh
    EXPECT_DOUBLE_EQ(std::exp(source->log_probability(token)), 1.0 / 3);
    source->pass(token);
  }
  EXPECT_DOUBLE_EQ(std::exp(source->log_probability(4)), 1.0 / 6 + 1.0 / 2);
  EXPECT_DOUBLE_EQ(std::exp(source->log_probability(6)), 1.0 / 6);
  source->pass(4);
  // Weights so far: fresh 1/6, the copy 1/2; fresh goes on with 1/3.
  EXPECT_DOUBLE_EQ(std::exp(source->log_probability(5)), (1.0 / 18 + 1.0 / 2) / (2.0 / 3));
  EXPECT_DOUBLE_EQ(std::exp(source->log_probability(6)), (1.0 / 18) / (2.0 / 3));
  source->pass(6);
  // Two earlier blocks, both beginning with 4: each weighs 1/4.
  EXPECT_DOUBLE_EQ(std::exp(source->log_probability(4)), 1.0 / 6 + 1.0 / 2);
  source->pass(4);
  EXPECT_DOUBLE_EQ(std::exp(source->log_probability(5)), (1.0 / 18 + 1.0 / 4) / (2.0 / 3));
}

TEST(NoiseSource, RepeatCopiesHalfOfItsBlocks) {
  const Source source = make_repeat_source(official_text());
  SplitMix64 random(8);
  int copies = 0;
  double block_nats = 0;
  for (int i = 0; i < 512 * 401; ++i) {
    const std::uint16_t token = source->pick(random);
    block_nats -= source->log_probability(token);
    source->pass(token);
    if (i % 512 == 511) {
      copies += block_nats < 100 ? 1 : 0;  // a fresh block costs 3,500 nats
      block_nats = 0;
    }
  }
  EXPECT_NEAR(copies, 200, 50);  // five standard deviations
}

}  // namespace
}  // namespace pgolf_test
