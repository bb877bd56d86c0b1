// SPDX-License-Identifier: Apache-2.0
// The online path after a prefill: segments of 64 looked up, mixed and inserted, unaudited. Bar P7,
// against the same work in numpy as the submissions write it; the plain oracle beside it. Medians
// of rounds that take turns, by thread CPU time.
#include "reference_impl/ngram/mixing.h"
#include "tests/bench/ngram_bench_support.h"

#include <benchmark/benchmark.h>

namespace {

using namespace pgolf_bench;
using reference::CacheImplementation;
using reference::CacheScore;
using reference::DigestSet;
using reference::NeuralScore;

constexpr std::size_t kTokens = 8'000'000;
constexpr std::size_t kSegment = 64;
constexpr std::size_t kPositions = kSegment * 4000;
constexpr std::size_t kSlowPositions = kSegment * 500;

// Scores and inserts the last `count` tokens.
double online_seconds(reference::NgramCache& cache, const std::vector<std::uint16_t>& tokens,
                      std::size_t count) {
  const std::vector<NeuralScore> neural(kSegment, {.probability = 0.25, .entropy_nats = 2});
  std::vector<CacheScore> scores(kSegment);
  double nats = 0;
  const double begin = thread_seconds();
  for (std::size_t first = tokens.size() - count; first + kSegment <= tokens.size();
       first += kSegment) {
    cache.score(tokens, first, neural, scores);
    for (const CacheScore& score : scores) {
      nats += reference::score_nats(score.probability);
    }
    cache.update(tokens, first, first + kSegment - 1);
  }
  benchmark::DoNotOptimize(nats);
  return (thread_seconds() - begin) / static_cast<double>(count);
}

void online_bars(benchmark::State& state) {
  const std::vector<std::uint16_t> tokens = markov_tokens(kTokens);
  const TokenFile file(tokens);
  std::vector<double> fast;
  std::vector<double> plain;
  std::vector<double> numpy;
  const auto fast_cache = reference::make_ngram_cache(official_796(), reference::test_digest_key(),
                                                      {.digest = DigestSet::none});
  const auto plain_cache = reference::make_ngram_cache(
      official_796(), reference::test_digest_key(),
      {.implementation = CacheImplementation::plain, .digest = DigestSet::none});
  fast_cache->prefill(tokens, kTokens - kPositions - 1);
  plain_cache->prefill(tokens, kTokens - kPositions - 1);
  for (auto unused : state) {
    static_cast<void>(unused);
    fast.push_back(online_seconds(*fast_cache, tokens, kPositions));
    plain.push_back(online_seconds(*plain_cache, tokens, kPositions));
    numpy.push_back(numpy_seconds("online", file, kSlowPositions) /
                    static_cast<double>(kSlowPositions));
  }
  state.counters["fast_ns"] = median(fast) * 1e9;
  state.counters["plain_ns"] = median(plain) * 1e9;
  state.counters["numpy_ns"] = median(numpy) * 1e9;
  state.counters["P7_over_numpy"] = median(numpy) / median(fast);
}

BENCHMARK(online_bars)->Iterations(5)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
