// SPDX-License-Identifier: Apache-2.0
// Exact sums over the vocabulary of 1,024 for every position, in time order, on one core: bars N1
// (the replay against 14 orders of 1,024 lookups each) and N2 (against plain lookups of the matched
// order alone). All figures include scoring and inserting the segments. Medians of rounds that take
// turns, by thread CPU time.
#include "reference_impl/base/error.h"
#include "reference_impl/ngram/gram_keys.h"
#include "reference_impl/ngram/keys.h"
#include "reference_impl/ngram/sum_replay.h"
#include "tests/bench/ngram_bench_support.h"

#include <benchmark/benchmark.h>

namespace {

using namespace pgolf_bench;
using reference::CacheScore;
using reference::CandidateSum;
using reference::DigestSet;
using reference::NeuralScore;
using reference::NgramCache;
using reference::ScoredSegment;

constexpr std::size_t kTokens = 24'000'000;
constexpr std::size_t kVocabulary = 1024;
constexpr std::size_t kSegment = 64;
constexpr std::size_t kReplayed = kSegment * 8192;
constexpr std::size_t kPlain = kSegment * 1024;
constexpr std::size_t kBrute = kSegment * 16;

// Scores a segment, then inserts it; the scores are appended.
void advance(NgramCache& cache, const std::vector<std::uint16_t>& tokens, std::uint64_t first,
             std::vector<CacheScore>& scores) {
  static const std::vector<NeuralScore> kNeural(kSegment, {.probability = 0.25, .entropy_nats = 2});
  scores.resize(scores.size() + kSegment);
  cache.score(tokens, first, kNeural, std::span(scores).last(kSegment));
  cache.update(tokens, first, first + kSegment - 1);
}

double replay_seconds(NgramCache& cache, const std::vector<std::uint16_t>& tokens,
                      std::uint64_t first, std::vector<std::uint64_t>& sums) {
  const double begin = thread_seconds();
  std::vector<ScoredSegment> segments;
  std::vector<CacheScore> scores;
  for (std::uint64_t at = first; at < first + kReplayed; at += kSegment) {
    segments.push_back({.first = at, .last = at + kSegment - 1});
    advance(cache, tokens, at, scores);
  }
  sums = reference::replay_candidate_sums(cache, tokens, segments, scores, kVocabulary);
  return (thread_seconds() - begin) / static_cast<double>(kReplayed);
}

double plain_seconds(NgramCache& cache, const std::vector<std::uint16_t>& tokens,
                     std::uint64_t first, std::vector<std::uint64_t>& found) {
  const double begin = thread_seconds();
  std::vector<CacheScore> scores;
  std::vector<std::vector<CandidateSum>> sums(kSegment);
  for (std::uint64_t at = first; at < first + kPlain; at += kSegment) {
    cache.candidate_sums(tokens, at, kVocabulary, sums);
    for (const std::vector<CandidateSum>& sum : sums) {
      found.push_back(sum.empty() ? 0 : sum.front().capped);
    }
    advance(cache, tokens, at, scores);
  }
  return (thread_seconds() - begin) / static_cast<double>(kPlain);
}

// Every order's full counts of every candidate: what asking the cache for each token costs.
double brute_seconds(NgramCache& cache, const std::vector<std::uint16_t>& tokens,
                     std::uint64_t first) {
  const reference::CacheConfig& config = cache.config();
  const auto mask = static_cast<std::uint32_t>(config.buckets - 1);
  std::vector<std::span<const std::uint32_t>> fulls;
  for (int order = config.lowest_order; order <= config.highest_order; ++order) {
    fulls.push_back(cache.table(static_cast<std::uint32_t>(2 * order + 1)));
  }
  const double begin = thread_seconds();
  std::vector<CacheScore> scores;
  std::uint64_t total = 0;
  for (std::uint64_t at = first; at < first + kBrute; at += kSegment) {
    const reference::GramKeys keys(config, tokens, at - 1, at + kSegment - 2);
    for (std::size_t i = 0; i < kSegment; ++i) {
      for (int order = config.lowest_order; order <= config.highest_order; ++order) {
        const std::uint32_t* table =
            fulls[static_cast<std::size_t>(order - config.lowest_order)].data();
        const std::uint32_t context = keys.of_length(order - 1)[i];
        const auto prime = static_cast<std::uint32_t>(reference::target_prime(config, order - 1));
        for (std::uint32_t v = 0; v < kVocabulary; ++v) {
          total += std::min(table[(context ^ (v * prime)) & mask], 13U);
        }
      }
    }
    advance(cache, tokens, at, scores);
  }
  benchmark::DoNotOptimize(total);
  return (thread_seconds() - begin) / static_cast<double>(kBrute);
}

void normalization_bars(benchmark::State& state) {
  const std::vector<std::uint16_t> tokens = markov_tokens(kTokens);
  const reference::CacheConfig config = official_796();
  const auto make = [&](std::uint64_t last) {
    auto cache = reference::make_ngram_cache(config, reference::test_digest_key(),
                                             {.digest = DigestSet::none});
    cache->prefill(tokens, last);
    return cache;
  };
  std::uint64_t next = kTokens - 6 * (kReplayed + kSegment);
  const auto cache = make(next - 1);
  const auto peer = make(next - 1);
  std::vector<double> replay;
  std::vector<double> plain;
  std::vector<double> brute;
  for (auto unused : state) {
    static_cast<void>(unused);
    std::vector<std::uint64_t> sums;
    std::vector<std::uint64_t> expected;
    replay.push_back(replay_seconds(*cache, tokens, next, sums));
    plain.push_back(plain_seconds(*peer, tokens, next, expected));
    reference::require(std::equal(expected.begin(), expected.end(), sums.begin()),
                       "the replay differs from the plain lookups");
    brute.push_back(brute_seconds(*peer, tokens, next + kPlain));
    // The peer catches up, so that both begin the next round with the same state.
    peer->update(tokens, next + kPlain + kBrute, next + kReplayed - 1);
    next += kReplayed;
  }
  state.counters["replay_ns"] = median(replay) * 1e9;
  state.counters["matched_order_ns"] = median(plain) * 1e9;
  state.counters["all_orders_ns"] = median(brute) * 1e9;
  state.counters["N1_over_all_orders"] = median(brute) / median(replay);
  state.counters["N2_over_matched_order"] = median(plain) / median(replay);
}

BENCHMARK(normalization_bars)->Iterations(5)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
