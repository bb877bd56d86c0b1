// SPDX-License-Identifier: Apache-2.0
// What the audit costs over the unaudited cache path: bar A1 online (running digest, score digests,
// chain, leaves, files), bar A2 over a prefill (one scan at the end): ratios of the medians of
// rounds that take turns in this one process. Online three clocks are shown: wall and the
// evaluating thread's CPU time, which the audit's helper thread does not hold up as long as there
// is a second core, and the CPU time of both.
#include <algorithm>
#include <array>
#include <ctime>
#include <filesystem>

#include "reference_impl/evaluation/rank_events.h"
#include "reference_impl/ngram/mixing.h"
#include "tests/bench/ngram_bench_support.h"

#include <benchmark/benchmark.h>

namespace {

using pgolf_bench::markov_tokens;
using pgolf_bench::median;
using pgolf_bench::official_796;
using pgolf_bench::thread_seconds;
using reference::CacheScore;
using reference::DigestSet;
using reference::NeuralScore;
using reference::PositionScore;

constexpr std::size_t kTokens = 8'000'000;
constexpr std::size_t kSegment = 64;
constexpr std::size_t kPositions = kSegment * 16384;
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
    end();
    std::filesystem::remove_all(folder_);
  }
  // Waits for what is being written.
  void end() { events_.reset(); }
  Events(const Events&) = delete;
  Events& operator=(const Events&) = delete;
  reference::RankEvents& operator*() { return *events_; }

 private:
  std::filesystem::path folder_;
  reference::ScoreFirstOptions options_;
  reference::RankResult result_;
  std::optional<reference::RankEvents> events_;
};

double clock_seconds(clockid_t clock) {
  timespec now{};
  clock_gettime(clock, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

constexpr std::array<clockid_t, 3> kClocks = {CLOCK_MONOTONIC, CLOCK_THREAD_CPUTIME_ID,
                                              CLOCK_PROCESS_CPUTIME_ID};

// Nanoseconds a position by each of the clocks, a figure a round.
struct Rounds {
  std::array<std::vector<double>, kClocks.size()> ns;

  template <typename Round>
  void take(const Round& round) {
    std::array<double, kClocks.size()> begin{};
    std::transform(kClocks.begin(), kClocks.end(), begin.begin(), clock_seconds);
    round();
    for (std::size_t i = 0; i < ns.size(); ++i) {
      ns[i].push_back((clock_seconds(kClocks[i]) - begin[i]) * 1e9 / kPositions);
    }
  }
};

// Scores and inserts the last positions; writes events where they are given.
void evaluate(reference::NgramCache& cache, const std::vector<std::uint16_t>& tokens,
              reference::RankEvents* events) {
  const std::vector<NeuralScore> neural(kSegment, {.probability = 0.25, .entropy_nats = 2});
  std::vector<CacheScore> scores(kSegment);
  std::vector<PositionScore> positions(kSegment);
  double nats = 0;
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
}

void online_audit(benchmark::State& state) {
  const std::vector<std::uint16_t> tokens = markov_tokens(kTokens);
  const std::vector<DigestSet> sets = {DigestSet::none, DigestSet::shared, DigestSet::all};
  std::vector<std::unique_ptr<reference::NgramCache>> caches;
  for (const DigestSet set : sets) {
    caches.push_back(cache_with(set));
    caches.back()->prefill(tokens, kTokens - kPositions - 1);
  }
  std::array<Rounds, 3> plain;    // by set, without events
  std::array<Rounds, 3> audited;  // by set, the first unused
  for (auto unused : state) {
    static_cast<void>(unused);
    for (std::size_t i = 0; i < sets.size(); ++i) {
      plain[i].take([&] { evaluate(*caches[i], tokens, nullptr); });
    }
    for (std::size_t i = 1; i < sets.size(); ++i) {
      Events events(*caches[i], tokens);
      // Ends when the helper thread has written.
      audited[i].take([&] {
        evaluate(*caches[i], tokens, &*events);
        events.end();
      });
    }
  }
  const std::array<std::string, 3> clocks = {"wall", "thread", "cpu"};
  for (std::size_t clock = 0; clock < clocks.size(); ++clock) {
    const double unaudited = median(plain[0].ns[clock]);
    const auto over = [&](const Rounds& rounds) {
      return median(rounds.ns[clock]) / unaudited - 1;
    };
    state.counters["ns_" + clocks[clock]] = unaudited;
    state.counters["A1_shared_" + clocks[clock]] = over(audited[1]);
    state.counters["A1_all_" + clocks[clock]] = over(audited[2]);
    state.counters["digest_shared_" + clocks[clock]] = over(plain[1]);
    state.counters["digest_all_" + clocks[clock]] = over(plain[2]);
  }
}

double prefill_seconds(const std::vector<std::uint16_t>& tokens, DigestSet set) {
  pgolf_bench::warm_memory();
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
  const double unaudited = median(plain);
  state.counters["unaudited_s"] = unaudited;
  state.counters["A2_shared"] = median(shared) / unaudited - 1;
  state.counters["A2_all"] = median(all) / unaudited - 1;
}

BENCHMARK(online_audit)->Iterations(9)->Unit(benchmark::kMillisecond);
BENCHMARK(prefill_audit)->Iterations(9)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
