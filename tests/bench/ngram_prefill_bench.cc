// SPDX-License-Identifier: Apache-2.0
// Prefill of orders 2 to 15 on one core: bars P1 (against numpy's add.at as the submissions write
// it) and P2 (against bincount), the plain oracle beside them, and P6 (memory of the shared tables
// against two an order). Medians of rounds that take turns, by thread CPU time.
#include "reference_impl/base/error.h"
#include "reference_impl/ngram/shared_tables.h"
#include "tests/bench/ngram_bench_support.h"

#include <benchmark/benchmark.h>

namespace {

using namespace pgolf_bench;
using reference::CacheImplementation;
using reference::CacheOptions;
using reference::DigestSet;

constexpr std::size_t kTokens = 8'000'000;
constexpr std::size_t kSlowTokens = 1'000'000;

// A fresh cache each: first writes of the tables belong to the work, as they do for numpy's zeros.
double prefill_seconds(const std::vector<std::uint16_t>& tokens, std::size_t count,
                       const CacheOptions& options) {
  const auto cache =
      reference::make_ngram_cache(official_796(), reference::test_digest_key(), options);
  const double begin = thread_seconds();
  cache->prefill(tokens, count - 1);
  return thread_seconds() - begin;
}

void prefill_bars(benchmark::State& state) {
  const std::vector<std::uint16_t> tokens = markov_tokens(kTokens);
  const TokenFile file(tokens);
  std::vector<double> fast;
  std::vector<double> plain;
  std::vector<double> add_at;
  std::vector<double> bincount;
  for (auto unused : state) {
    static_cast<void>(unused);
    warm_memory();
    fast.push_back(prefill_seconds(tokens, kTokens, {.digest = DigestSet::none, .threads = 1}) /
                   kTokens);
    warm_memory();
    plain.push_back(
        prefill_seconds(tokens, kSlowTokens,
                        {.implementation = CacheImplementation::plain, .digest = DigestSet::none}) /
        kSlowTokens);
    warm_memory();
    add_at.push_back(numpy_seconds("add_at", file, kSlowTokens) / kSlowTokens);
    warm_memory();
    bincount.push_back(numpy_seconds("bincount", file, kTokens - 1) / kTokens);
  }
  const reference::CacheConfig config = official_796();
  const double two_an_order = static_cast<double>(reference::table_ids(config).size()) *
                              static_cast<double>(config.buckets) * sizeof(std::uint32_t);
  state.counters["fast_ns"] = median(fast) * 1e9;
  state.counters["plain_ns"] = median(plain) * 1e9;
  state.counters["add_at_ns"] = median(add_at) * 1e9;
  state.counters["bincount_ns"] = median(bincount) * 1e9;
  state.counters["P1_over_add_at"] = median(add_at) / median(fast);
  state.counters["P2_over_bincount"] = median(bincount) / median(fast);
  state.counters["P6_memory_share"] =
      static_cast<double>(reference::SharedTables(config).bytes()) / two_an_order;
}

BENCHMARK(prefill_bars)->Iterations(5)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
