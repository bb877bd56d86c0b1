// SPDX-License-Identifier: Apache-2.0
// How fast train logs are read, in bytes a second: one generated log of each kind of line, a mix
// like that of real folders, and every log of the corpus where it lies beside the project.
#include <filesystem>
#include <string>
#include <vector>

#include "reference_impl/base/file.h"
#include "tests/support/shared_data.h"
#include "verifier/submission/train_log.h"

#include <benchmark/benchmark.h>

namespace pgolf_test {
namespace {

constexpr std::size_t kLogBytes = 4U << 20U;

std::string number(std::size_t value) {
  return std::to_string(value);
}

std::string header() {
  return "logs/bench.txt\nval_loader:shards pattern=./data/val_*.bin tokens:62021632\n"
         "model_params:17000000\nworld_size:8 grad_accum_steps:1\nseed:42\n";
}

std::string step_line(std::size_t i) {
  return "step:" + number(i) + "/200000 train_loss:2.3854 train_time:" + number(85 * i) +
         "ms step_avg:85.99ms\n";
}

std::string chunk_line(std::size_t i) {
  return "  ttt_chunk [" + number(i) + "/200000] bpb=1.162828 time=" + number(i / 2) + ".5s\n";
}

std::string code_line(std::size_t i) {
  return "        self.layer_" + number(i % 97) + " = Linear(width, heads * size, bias=False)\n";
}

std::string end() {
  return "stopping_early: wallclock_cap train_time:600051ms step:12072/20000\n"
         "Serialized model int8+zlib: 15000000 bytes\nCode size: 50000 bytes\n"
         "Total submission size int8+zlib: 15050000 bytes\n"
         "final_sliding_window val_loss:1.8573 val_bpb:1.1000 eval_time:200000ms\n"
         "final_sliding_window_exact val_loss:1.85730392 val_bpb:1.10000000\n";
}

template <typename Line>
std::string log_of(Line line) {
  std::string text = header();
  for (std::size_t i = 1; text.size() < kLogBytes; ++i) {
    text += line(i);
  }
  return text + end();
}

// Of the bytes of real logs about half are source copies, a third progress, the rest steps.
std::string mixed_log() {
  std::string text;
  for (std::size_t i = 0; text.size() < kLogBytes / 2; ++i) {
    text += code_line(i);
  }
  text += std::string(100, '=') + "\n" + header();
  for (std::size_t i = 1; text.size() < kLogBytes * 2 / 3; ++i) {
    text += step_line(i);
  }
  for (std::size_t i = 1; text.size() < kLogBytes; ++i) {
    text += chunk_line(i);
  }
  return text + end();
}

void read_all(benchmark::State& state, const std::vector<std::string>& logs) {
  std::size_t bytes = 0;
  for ([[maybe_unused]] auto turn : state) {
    for (const std::string& log : logs) {
      std::vector<verifier::Defect> defects;
      benchmark::DoNotOptimize(verifier::read_train_log("train.log", log, defects));
      bytes += log.size();
    }
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(bytes));
}

void steps(benchmark::State& state) {
  read_all(state, {log_of(step_line)});
}
BENCHMARK(steps);

void progress(benchmark::State& state) {
  read_all(state, {log_of(chunk_line)});
}
BENCHMARK(progress);

void mix(benchmark::State& state) {
  read_all(state, {mixed_log()});
}
BENCHMARK(mix);

// Hostile logs: the time for a byte must be the same for any size (security specification, F-09).
void hostile(benchmark::State& state, const std::string& part) {
  std::string log;
  while (log.size() < static_cast<std::size_t>(state.range(0))) {
    log += part;
  }
  read_all(state, {log});
  state.SetComplexityN(state.range(0));
}

std::string many_scores() {
  std::string line;
  while (line.size() < 65'000) {
    line += "bpb:1";
  }
  return line + "\n";
}

void sizes(benchmark::internal::Benchmark* bench) {
  bench->RangeMultiplier(4)->Range(1 << 18, 1 << 24)->Complexity();
}
BENCHMARK_CAPTURE(hostile, code_ended_by_carriage_returns, "self.x\r")->Apply(sizes);
BENCHMARK_CAPTURE(hostile, scores_side_by_side, many_scores())->Apply(sizes);
BENCHMARK_CAPTURE(hostile, separators, "========================================\n")->Apply(sizes);
BENCHMARK_CAPTURE(hostile, score_lines, "x val_loss:1 val_bpb:1 eval_time:1ms\n")->Apply(sizes);

std::vector<std::string> corpus_logs() {
  namespace fs = std::filesystem;
  std::vector<std::string> logs;
  std::error_code absent;
  for (const auto& entry : fs::recursive_directory_iterator(shared_path("corpus"), absent)) {
    if (entry.is_regular_file() && verifier::may_be_log(entry.path().string())) {
      logs.push_back(reference::read_file(entry.path(), 64U << 20U));
    }
  }
  return logs;
}

void corpus(benchmark::State& state) {
  const std::vector<std::string> logs = corpus_logs();
  if (logs.empty()) {
    state.SkipWithError("the reference corpus is not here");
    return;
  }
  read_all(state, logs);
}
BENCHMARK(corpus);

}  // namespace
}  // namespace pgolf_test

BENCHMARK_MAIN();
