// SPDX-License-Identifier: Apache-2.0
// What the n-gram benchmarks share: the stream, the configuration, the clock, and the numpy peers,
// which a Python with numpy runs in the same rounds (PGOLF_BENCH_PYTHON names it; python3 without).
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>
#include <vector>

#include "reference_impl/base/file.h"
#include "reference_impl/ngram/ngram_cache.h"
#include "reference_impl/ngram/table_memory.h"
#include "reference_impl/tokens/shard.h"

#include <benchmark/benchmark.h>

namespace pgolf_bench {

// PR 796's cache: orders 2 to 15, 4,194,304 buckets.
inline reference::CacheConfig official_796() {
  reference::CacheConfig config;
  config.variant = reference::CacheVariant::pr796;
  config.lowest_order = 2;
  config.highest_order = 15;
  config.primes = {36313, 27191, 51647, 81929, 131071, 175447, 209591};
  config.buckets = std::uint64_t{1} << 22U;
  config.min_count = 2;
  config.gate = {.kind = reference::GateKind::order_adaptive,
                 .base = 0.05,
                 .range = 0.55,
                 .scale = 2.0,
                 .center = 0,
                 .center_low_order = 4.5,
                 .center_high_order = 2.5,
                 .centers = {},
                 .alpha = 0};
  return config;
}

// The sample of real tokens, or where it is absent random ones, with a word about it.
inline std::vector<std::uint16_t> sample_tokens() {
  const std::filesystem::path path =
      std::filesystem::path(PGOLF_SHARED_DIR) / "data/fineweb_val_sample_sp1024.bin";
  if (std::filesystem::exists(path)) {
    return reference::parse_shard(reference::read_file(path, 1U << 24U), path.string());
  }
  std::fprintf(stderr, "%s is not here: the stream is resampled from random tokens\n",
               path.c_str());
  std::mt19937_64 random(1);
  std::vector<std::uint16_t> tokens(131'072);
  for (std::uint16_t& token : tokens) {
    token = static_cast<std::uint16_t>(random() % 1024 * (random() % 1024) / 1024);
  }
  return tokens;
}

// A stream whose every token follows a pair as it does somewhere in the sample.
inline std::vector<std::uint16_t> markov_tokens(std::size_t count) {
  const std::vector<std::uint16_t> sample = sample_tokens();
  const std::size_t size = sample.size();
  std::vector<std::vector<std::uint16_t>> followers(std::size_t{1} << 20U);
  const auto pair = [](std::uint16_t a, std::uint16_t b) {
    return (std::size_t{a} << 10U | b) & ((std::size_t{1} << 20U) - 1);
  };
  for (std::size_t i = 0; i < size; ++i) {
    followers[pair(sample[i], sample[(i + 1) % size])].push_back(sample[(i + 2) % size]);
  }
  std::mt19937_64 random(20240520);
  std::vector<std::uint16_t> tokens = {sample[0], sample[1]};
  tokens.reserve(count);
  while (tokens.size() < count) {
    const std::vector<std::uint16_t>& next =
        followers[pair(tokens[tokens.size() - 2], tokens.back())];
    tokens.push_back(next[random() % next.size()]);
  }
  return tokens;
}

inline double thread_seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

inline double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

// Touches as much memory as the largest part takes, and gives it back: a virtual machine fetches
// what lay unused from its host again, which would be timed in place of the part that comes next.
inline void warm_memory() {
  constexpr std::size_t kCounts = std::size_t{160} << 20U;
  const reference::TableMemory memory(kCounts);
  std::fill_n(memory.counts(), kCounts, 1U);
  benchmark::DoNotOptimize(memory.counts());
}

// The stream as a file for the peers; removed with this.
class TokenFile {
 public:
  explicit TokenFile(const std::vector<std::uint16_t>& tokens)
      : path_(std::filesystem::temp_directory_path() / "pgolf_bench_tokens_XXXXXX") {
    std::string name = path_.string();
    const int fd = ::mkstemp(name.data());
    path_ = name;
    std::FILE* file = ::fdopen(fd, "wb");
    std::fwrite(tokens.data(), sizeof(std::uint16_t), tokens.size(), file);
    std::fclose(file);
  }
  ~TokenFile() { std::filesystem::remove(path_); }
  TokenFile(const TokenFile&) = delete;
  TokenFile& operator=(const TokenFile&) = delete;
  std::string name() const { return path_.string(); }

 private:
  std::filesystem::path path_;
};

// Thread CPU seconds of a numpy peer over `count` positions; 0 where it cannot run.
inline double numpy_seconds(const std::string& peer, const TokenFile& tokens, std::size_t count) {
  const char* python = std::getenv("PGOLF_BENCH_PYTHON");
  const std::string command = std::string(python != nullptr ? python : "python3") + " " +
                              PGOLF_SOURCE_DIR + "/tests/bench/ngram_peers.py " + peer + " " +
                              tokens.name() + " " + std::to_string(count);
  std::FILE* output = ::popen(command.c_str(), "r");
  double seconds = 0;
  if (output == nullptr || std::fscanf(output, "%lf", &seconds) != 1) {
    std::fprintf(stderr,
                 "the numpy peer did not run: name a Python with numpy in PGOLF_BENCH_PYTHON\n");
  }
  if (output != nullptr) {
    ::pclose(output);
  }
  return seconds;
}

}  // namespace pgolf_bench
