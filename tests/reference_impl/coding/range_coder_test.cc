// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/coding/range_coder.h"

#include <cmath>

#include "tests/support/random_rows.h"

#include <gtest/gtest.h>

namespace pgolf_test {
namespace {

using reference::FrequencyInterval;
using reference::RangeDecoder;
using reference::RangeEncoder;

std::string code_of(const std::vector<FrequencyInterval>& symbols) {
  RangeEncoder encoder;
  for (const FrequencyInterval& symbol : symbols) {
    encoder.encode(symbol);
  }
  return encoder.finish();
}

// Steps through a code with the symbols it should hold; how many were where they should be.
std::size_t symbols_found(const std::string& code, const std::vector<FrequencyInterval>& symbols) {
  RangeDecoder decoder(code);
  std::size_t found = 0;
  for (const FrequencyInterval& symbol : symbols) {
    const std::uint32_t slot = decoder.slot();
    found += slot - symbol.start < symbol.size ? 1U : 0U;
    decoder.consume(symbol);
  }
  return found;
}

std::vector<FrequencyInterval> random_symbols(std::size_t count, std::uint64_t seed) {
  std::mt19937_64 generator(seed);
  std::vector<FrequencyInterval> symbols;
  for (std::size_t i = 0; i < count; ++i) {
    const auto start = static_cast<std::uint32_t>(generator());
    const std::uint32_t most = ~start;  // start + size <= 2^32 - 1
    const auto size = static_cast<std::uint32_t>(generator() >> (32 + generator() % 32));
    symbols.push_back({.start = start, .size = std::max(1U, std::min(size, most))});
  }
  return symbols;
}

double ideal_bits(const std::vector<FrequencyInterval>& symbols) {
  double bits = 0;
  for (const FrequencyInterval& symbol : symbols) {
    bits += 32 - std::log2(symbol.size);
  }
  return bits;
}

TEST(RangeCoder, GivesRandomSymbolsBack) {
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    const auto symbols = random_symbols(1 + seed * 37, seed);
    EXPECT_EQ(symbols_found(code_of(symbols), symbols), symbols.size()) << seed;
  }
}

TEST(RangeCoder, CostsTheIdealAndAtMostTwoBytes) {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    const auto symbols = random_symbols(10'000, seed);
    const double bits = 8.0 * static_cast<double>(code_of(symbols).size());
    EXPECT_GE(bits, ideal_bits(symbols) - 8);  // zeros at the end are not written
    EXPECT_LE(bits, ideal_bits(symbols) * (1 + 1e-6) + 16);
  }
}

TEST(RangeCoder, NoSymbolsCostNothing) {
  EXPECT_EQ(code_of({}), "");
}

// The top of every interval: low runs along the edge where carries arise.
TEST(RangeCoder, CarriesRunThroughLongRowsOfOnes) {
  std::vector<FrequencyInterval> symbols(5000, {.start = 0xFFFFFFFE, .size = 1});
  symbols.push_back({.start = 0xFFFFFFFF, .size = 1});
  EXPECT_EQ(symbols_found(code_of(symbols), symbols), symbols.size());
  for (FrequencyInterval& symbol : symbols) {
    symbol = {.start = 0x7FFFFFFF, .size = 3};
  }
  EXPECT_EQ(symbols_found(code_of(symbols), symbols), symbols.size());
}

TEST(RangeCoder, NearlyCertainSymbolsCostNearlyNothing) {
  const std::vector<FrequencyInterval> symbols(100'000, {.start = 3, .size = 0xFFFFFFFC});
  const std::string code = code_of(symbols);
  EXPECT_LE(code.size(), 2U);
  EXPECT_EQ(symbols_found(code, symbols), symbols.size());
}

TEST(RangeCoder, ACutOrForeignCodeIsReadWithoutHarm) {
  const auto symbols = random_symbols(1000, 5);
  const std::string code = code_of(symbols);
  EXPECT_LT(symbols_found(code.substr(0, code.size() / 2), symbols), symbols.size());
  EXPECT_LT(symbols_found(std::string(100, '\xFF'), symbols), symbols.size());
  EXPECT_LT(symbols_found("", symbols), symbols.size());
}

}  // namespace
}  // namespace pgolf_test
