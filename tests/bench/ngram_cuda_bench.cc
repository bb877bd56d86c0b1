// SPDX-License-Identifier: Apache-2.0
// The cache on one GPU (goal N5 of the performance specification): prefill of the whole validation
// split, and the exact sums over the vocabulary of 1,024, in time order a segment at a time and
// against a standing state in large stretches, which is the floor of the former. The peer is one
// CPU core over a part of the same stream. Wall time, since the device's is what is waited for.
// Without a GPU each says so and measures nothing.
#include <chrono>

#include "reference_impl/base/error.h"
#include "tests/bench/ngram_bench_support.h"

#include <benchmark/benchmark.h>

namespace {

using namespace pgolf_bench;
using reference::CacheDevice;
using reference::CandidateSum;
using reference::DigestSet;
using reference::NgramCache;

constexpr std::size_t kTokens = 62'021'632;
constexpr std::size_t kVocabulary = 1024;
constexpr std::size_t kSegment = 64;
constexpr std::size_t kOnline = kSegment * 16'384;
constexpr std::size_t kStretch = std::size_t{1} << 18U;
constexpr std::size_t kPart = std::size_t{1} << 24U;  // of the stream, for the peer

double wall_seconds() {
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration<double>(now).count();
}

const std::vector<std::uint16_t>& stream() {
  static const std::vector<std::uint16_t> kStream = markov_tokens(kTokens);
  return kStream;
}

std::unique_ptr<NgramCache> make(CacheDevice device) {
  return reference::make_ngram_cache(official_796(), reference::test_digest_key(),
                                     {.device = device, .digest = DigestSet::none, .threads = 1});
}

// Runs the measurement, or says why there is none.
template <typename Measure>
void on_gpu(benchmark::State& state, Measure measure) {
  try {
    const auto cache = make(CacheDevice::cuda);
    stream();  // made before any clock runs
    measure(*cache);
  } catch (const reference::Error& error) {
    state.SkipWithError(error.what());
  }
}

// Seconds a token, one figure a round.
void show(benchmark::State& state, const std::vector<double>& rounds) {
  state.counters["ns_a_token"] = median(rounds) * 1e9;
  state.counters["seconds_62M"] = median(rounds) * static_cast<double>(kTokens);
}

void prefill(benchmark::State& state) {
  on_gpu(state, [&](NgramCache& /*probe*/) {
    std::vector<double> device;
    std::vector<double> core;
    for (auto unused : state) {
      static_cast<void>(unused);
      const auto cache = make(CacheDevice::cuda);
      double begin = wall_seconds();
      cache->prefill(stream(), kTokens - 1);
      device.push_back((wall_seconds() - begin) / static_cast<double>(kTokens));
      const auto peer = make(CacheDevice::cpu);
      begin = wall_seconds();
      peer->prefill(stream(), kPart);
      core.push_back((wall_seconds() - begin) / static_cast<double>(kPart));
    }
    show(state, device);
    state.counters["over_one_core"] = median(core) / median(device);
  });
}

// Sums, then inserts, a segment at a time.
double online_seconds(NgramCache& cache, std::size_t first, std::size_t count) {
  std::vector<std::vector<CandidateSum>> sums(kSegment);
  const double begin = wall_seconds();
  for (std::size_t at = first; at < first + count; at += kSegment) {
    cache.candidate_sums(stream(), at, kVocabulary, sums);
    cache.update(stream(), at, at + kSegment - 1);
  }
  return (wall_seconds() - begin) / static_cast<double>(count);
}

void sums_in_time_order(benchmark::State& state) {
  on_gpu(state, [&](NgramCache& cache) {
    const auto peer = make(CacheDevice::cpu);
    const std::size_t start = kTokens / 2;
    cache.prefill(stream(), start - 1);
    peer->prefill(stream(), start - 1);
    std::vector<double> device;
    std::vector<double> core;
    std::size_t next = start;
    for (auto unused : state) {
      static_cast<void>(unused);
      device.push_back(online_seconds(cache, next, kOnline));
      core.push_back(online_seconds(*peer, next, kOnline));
      next += kOnline;
    }
    show(state, device);
    state.counters["over_one_core"] = median(core) / median(device);
  });
}

void sums_against_a_standing_state(benchmark::State& state) {
  on_gpu(state, [&](NgramCache& cache) {
    cache.prefill(stream(), kTokens - 1);
    std::vector<std::vector<CandidateSum>> sums(kStretch);
    std::vector<double> device;
    for (auto unused : state) {
      static_cast<void>(unused);
      const double begin = wall_seconds();
      cache.candidate_sums(stream(), kTokens / 2, kVocabulary, sums);
      device.push_back((wall_seconds() - begin) / static_cast<double>(kStretch));
    }
    show(state, device);
  });
}

BENCHMARK(prefill)->Iterations(5)->UseRealTime()->Unit(benchmark::kMillisecond);
BENCHMARK(sums_in_time_order)->Iterations(5)->UseRealTime()->Unit(benchmark::kMillisecond);
BENCHMARK(sums_against_a_standing_state)
    ->Iterations(5)
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
