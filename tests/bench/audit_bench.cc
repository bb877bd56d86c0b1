// SPDX-License-Identifier: Apache-2.0
// What the audit costs over the unaudited cache path: bar A1 online (running digest, score digests,
// chain, leaves, files), bar A2 over a prefill (one scan at the end). Audited and unaudited rounds
// take turns; medians, by thread CPU time.
#include <filesystem>

#include "reference_impl/evaluation/rank_events.h"
#include "reference_impl/ngram/mixing.h"
#include "tests/bench/ngram_bench_support.h"

#include <benchmark/benchmark.h>

namespace {

using namespace pgolf_bench;
using reference::CacheScore;
using reference::DigestSet;
using reference::NeuralScore;
using reference::PositionScore;

constexpr std::size_t kTokens = 8'000'000;
constexpr std::size_t kSegment = 64;
constexpr std::size_t kPositions = kSegment * 4000;
constexpr std::size_t kOfficialPrefill = 54'270'912;  // what the last of eight ranks inserts

std::unique_ptr<reference::NgramCache> cache_with(DigestSet set) {
  return reference::make_ngram_cache(official_796(), reference::test_digest_key(),
                                     {.digest = set, .threads = 1});
}

// The event stream of one rank, in a folder of its own.
class Events {
 public:
  Events(const reference::NgramCache& cache, const std::vector<std::uint16_t>& tokens)
      : folder_(std::filesystem::temp_directory_path() / "pgolf_audit_bench") {
    std::filesystem::create_directories(folder_);
    options_.events = reference::EventOptions{folder_, {}, {}, [] { return std::uint64_t{0}; }};
    events_.emplace(cache, options_, result_, reference::Digest256{},
                    reference::Geometry{.targets = tokens.size() - 1});
  }
  ~Events() {
    events_.reset();
    std::filesystem::remove_all(folder_);
  }
  Events(const Events&) = delete;
  Events& operator=(const Events&) = delete;
  reference::RankEvents& operator*() { return *events_; }

 private:
  std::filesystem::path folder_;
  reference::ScoreFirstOptions options_;
  reference::RankResult result_;
  std::optional<reference::RankEvents> events_;
};

// Scores and inserts the last positions; writes events where they are given.
double online_seconds(reference::NgramCache& cache, const std::vector<std::uint16_t>& tokens,
                      reference::RankEvents* events) {
  const std::vector<NeuralScore> neural(kSegment, {.probability = 0.25, .entropy_nats = 2});
  std::vector<CacheScore> scores(kSegment);
  std::vector<PositionScore> positions(kSegment);
  double nats = 0;
  const double begin = thread_seconds();
  for (std::size_t first = tokens.size() - kPositions; first + kSegment <= tokens.size();
       first += kSegment) {
    cache.score(tokens, first, neural, scores);
    for (std::size_t i = 0; i < kSegment; ++i) {
      nats += reference::score_nats(scores[i].probability);
      positions[i] = {.position = first + i,
                      .token = tokens[first + i],
                      .first_time = true,
                      .neural = neural[i],
                      .cache = scores[i]};
    }
    const reference::Segment segment{.start = 0,
                                     .length = kSegment,
                                     .first_row = 0,
                                     .first = first,
                                     .last = first + kSegment - 1,
                                     .full = true};
    if (events != nullptr) {
      events->scored(segment, positions);
    }
    cache.update(tokens, segment.first, segment.last);
    if (events != nullptr) {
      events->updated(segment);
    }
  }
  benchmark::DoNotOptimize(nats);
  return (thread_seconds() - begin) / static_cast<double>(kPositions);
}

void online_audit(benchmark::State& state) {
  const std::vector<std::uint16_t> tokens = markov_tokens(kTokens);
  const std::vector<DigestSet> sets = {DigestSet::none, DigestSet::shared, DigestSet::all};
  std::vector<std::unique_ptr<reference::NgramCache>> caches;
  std::vector<std::vector<double>> seconds(sets.size());
  std::vector<double> digest_only;
  for (const DigestSet set : sets) {
    caches.push_back(cache_with(set));
    caches.back()->prefill(tokens, kTokens - kPositions - 1);
  }
  for (auto unused : state) {
    static_cast<void>(unused);
    for (std::size_t i = 0; i < sets.size(); ++i) {
      Events events(*caches[i], tokens);
      seconds[i].push_back(
          online_seconds(*caches[i], tokens, sets[i] == DigestSet::none ? nullptr : &*events));
    }
    digest_only.push_back(online_seconds(*caches[1], tokens, nullptr));
  }
  const double unaudited = median(seconds[0]);
  state.counters["unaudited_ns"] = unaudited * 1e9;
  state.counters["shared_ns"] = median(seconds[1]) * 1e9;
  state.counters["all_ns"] = median(seconds[2]) * 1e9;
  state.counters["A1_digest_alone"] = median(digest_only) / unaudited - 1;
  state.counters["A1_shared"] = median(seconds[1]) / unaudited - 1;
  state.counters["A1_all"] = median(seconds[2]) / unaudited - 1;
}

double prefill_seconds(const std::vector<std::uint16_t>& tokens, DigestSet set) {
  const auto cache = cache_with(set);
  const double begin = thread_seconds();
  cache->prefill(tokens, tokens.size() - 1);
  return thread_seconds() - begin;
}

void prefill_audit(benchmark::State& state) {
  const std::vector<std::uint16_t> tokens = markov_tokens(kOfficialPrefill + 1);
  std::vector<double> plain;
  std::vector<double> shared;
  std::vector<double> all;
  for (auto unused : state) {
    static_cast<void>(unused);
    plain.push_back(prefill_seconds(tokens, DigestSet::none));
    shared.push_back(prefill_seconds(tokens, DigestSet::shared));
    all.push_back(prefill_seconds(tokens, DigestSet::all));
  }
  state.counters["unaudited_s"] = median(plain);
  state.counters["A2_shared"] = median(shared) / median(plain) - 1;
  state.counters["A2_all"] = median(all) / median(plain) - 1;
}

BENCHMARK(online_audit)->Iterations(5)->Unit(benchmark::kMillisecond);
BENCHMARK(prefill_audit)->Iterations(5)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
