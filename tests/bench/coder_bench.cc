// SPDX-License-Identifier: Apache-2.0
// The arithmetic coder over rows of 1,024 scores: bars C1 (code length over the ideal), C2 (encode
// against quantizing alone) and C3 (decode against encode). The peer of C2 is the same quantizer
// without a coder, the fastest there is here; the slow oracle's time stands beside it. Ratios are
// of the medians of rounds that take turns in this one process, by thread CPU time.
#include <cmath>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "reference_impl/base/error.h"
#include "reference_impl/coding/range_coder.h"
#include "reference_impl/coding/row_frequencies.h"
#include "tests/bench/ngram_bench_support.h"

#include <benchmark/benchmark.h>

namespace {

using pgolf_bench::median;
using pgolf_bench::thread_seconds;
using reference::FrequencyInterval;
using reference::RangeDecoder;
using reference::RangeEncoder;
using reference::require;
using reference::RowFrequencies;

constexpr std::size_t kVocabulary = 1024;
constexpr std::size_t kRows = 64;  // 512 KiB of scores: rows come from the second-level cache
constexpr std::size_t kTokens = 20'000;

struct Stream {
  std::vector<std::vector<double>> rows;
  std::vector<std::uint16_t> tokens;
  double ideal_bits = 0;
};

// Rows like a network's (about two nats of entropy), tokens drawn from them.
Stream make_stream() {
  Stream stream;
  std::mt19937_64 generator(17);
  std::exponential_distribution<double> logit(1.0);
  for (std::size_t r = 0; r < kRows; ++r) {
    std::vector<double> row(kVocabulary);
    double sum = 0;
    for (double& score : row) {
      score = std::exp(1.6 * logit(generator));
      sum += score;
    }
    for (double& score : row) {
      score /= sum;
    }
    stream.rows.push_back(std::move(row));
  }
  for (std::size_t i = 0; i < kTokens; ++i) {
    const std::vector<double>& row = stream.rows[i % kRows];
    double rest = std::uniform_real_distribution<double>(0.0, 1.0)(generator);
    std::size_t token = 0;
    while (token + 1 < kVocabulary && rest >= row[token]) {
      rest -= row[token];
      ++token;
    }
    stream.tokens.push_back(static_cast<std::uint16_t>(token));
    stream.ideal_bits -= std::log2(row[token]);
  }
  return stream;
}

const Stream& stream() {
  static const Stream kStream = make_stream();
  return kStream;
}

void quantize_pass() {
  RowFrequencies frequencies(kVocabulary);
  for (std::size_t i = 0; i < kTokens; ++i) {
    frequencies.assign(stream().rows[i % kRows]);
    benchmark::DoNotOptimize(frequencies.frequencies().data());
    benchmark::ClobberMemory();
  }
}

// The definition, symbol by symbol: what the fast quantizer is tested against.
double plain_nanoseconds() {
  constexpr std::size_t kPlainRows = 200;
  const double begin = thread_seconds();
  for (std::size_t i = 0; i < kPlainRows; ++i) {
    benchmark::DoNotOptimize(reference::plain_frequencies(stream().rows[i % kRows]).data());
  }
  return (thread_seconds() - begin) * 1e9 / static_cast<double>(kPlainRows);
}

std::string encode_pass() {
  RowFrequencies frequencies(kVocabulary);
  RangeEncoder encoder;
  for (std::size_t i = 0; i < kTokens; ++i) {
    frequencies.assign(stream().rows[i % kRows]);
    encoder.encode(frequencies.interval(stream().tokens[i]));
  }
  return encoder.finish();
}

void decode_pass(const std::string& code) {
  RowFrequencies frequencies(kVocabulary);
  RangeDecoder decoder(code);
  bool equal = true;
  for (std::size_t i = 0; i < kTokens; ++i) {
    frequencies.assign(stream().rows[i % kRows]);
    FrequencyInterval interval;
    equal = frequencies.token_at(decoder.slot(), interval) == stream().tokens[i] && equal;
    decoder.consume(interval);
  }
  require(equal, "the decoder gave other tokens back");
}

void coder_bars(benchmark::State& state) {
  std::vector<double> quantize;
  std::vector<double> encode;
  std::vector<double> decode;
  std::string code;
  for (auto unused : state) {
    static_cast<void>(unused);
    const double begin = thread_seconds();
    quantize_pass();
    const double quantized = thread_seconds();
    code = encode_pass();
    const double encoded = thread_seconds();
    decode_pass(code);
    const double decoded = thread_seconds();
    quantize.push_back(quantized - begin);
    encode.push_back(encoded - quantized);
    decode.push_back(decoded - encoded);
  }
  constexpr double kNanoseconds = 1e9 / static_cast<double>(kTokens);
  state.counters["quantize_ns"] = median(quantize) * kNanoseconds;
  state.counters["plain_quantize_ns"] = plain_nanoseconds();
  state.counters["encode_ns"] = median(encode) * kNanoseconds;
  state.counters["decode_ns"] = median(decode) * kNanoseconds;
  state.counters["C1_over_ideal_percent"] =
      100 * (8.0 * static_cast<double>(code.size()) / stream().ideal_bits - 1);
  state.counters["C2_encode_over_quantize"] = median(encode) / median(quantize);
  state.counters["C3_decode_over_encode"] = median(decode) / median(encode);
}

BENCHMARK(coder_bars)->Iterations(15)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
