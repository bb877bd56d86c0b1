// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/coding/row_frequencies.h"

#include <cmath>
#include <limits>
#include <numeric>

#include "reference_impl/base/error.h"
#include "tests/support/random_rows.h"

#include <gtest/gtest.h>

namespace pgolf_test {
namespace {

using reference::FrequencyInterval;
using reference::plain_frequencies;
using reference::RowFrequencies;

constexpr std::uint64_t kWhole = std::uint64_t{1} << 32U;

std::vector<std::uint32_t> fast_frequencies(const std::vector<double>& row) {
  RowFrequencies frequencies(row.size());
  frequencies.assign(row);
  const auto found = frequencies.frequencies();
  return {found.begin(), found.end()};
}

class EveryRow : public testing::TestWithParam<RowCase> {};

TEST_P(EveryRow, SumsToTheWholeAndHasNoZero) {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    const auto f = fast_frequencies(random_row(GetParam().shape, GetParam().vocabulary, seed));
    EXPECT_EQ(std::accumulate(f.begin(), f.end(), std::uint64_t{0}), kWhole);
    EXPECT_GE(*std::min_element(f.begin(), f.end()), 1U);
  }
}

TEST_P(EveryRow, EqualsThePlainDefinitionOnEveryVectorUnitOfThisMachine) {
  for (const reference::RowKernel* kernel : reference::usable_row_kernels()) {
    RowFrequencies frequencies(GetParam().vocabulary, *kernel);
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
      const auto row = random_row(GetParam().shape, GetParam().vocabulary, seed);
      frequencies.assign(row);
      const auto found = frequencies.frequencies();
      EXPECT_EQ(std::vector<std::uint32_t>(found.begin(), found.end()), plain_frequencies(row))
          << kernel->name << ", seed " << seed;
    }
  }
}

TEST_P(EveryRow, FindsTheTokenOfBothEndsOfEveryInterval) {
  const auto row = random_row(GetParam().shape, GetParam().vocabulary, 3);
  RowFrequencies frequencies(row.size());
  frequencies.assign(row);
  std::uint64_t expected_start = 0;
  for (std::size_t token = 0; token < row.size(); ++token) {
    const FrequencyInterval interval = frequencies.interval(token);
    ASSERT_EQ(interval.start, expected_start);
    for (const std::uint32_t slot : {interval.start, interval.start + (interval.size - 1)}) {
      FrequencyInterval found;
      ASSERT_EQ(frequencies.token_at(slot, found), token);
      ASSERT_EQ(found.start, interval.start);
      ASSERT_EQ(found.size, interval.size);
    }
    expected_start += interval.size;
  }
  EXPECT_EQ(expected_start, kWhole);
}

INSTANTIATE_TEST_SUITE_P(Shapes, EveryRow, testing::ValuesIn(row_cases()),
                         [](const auto& row) { return row.param.name; });

// By hand: V = 4, Z = 1, so f = 1 + floor(p * 4294967292); the remainder goes to the largest.
TEST(RowFrequencies, OfAKnownRow) {
  EXPECT_EQ(fast_frequencies({0.25, 0.5, 0.125, 0.125}),
            (std::vector<std::uint32_t>{1073741824, 2147483648U, 536870912, 536870912}));
  EXPECT_EQ(fast_frequencies({0.0, 0.0, 3.0, 0.0}),
            (std::vector<std::uint32_t>{1, 1, 4294967293U, 1}));
  EXPECT_EQ(fast_frequencies({0.3, 0.3, 0.3, 0.1}),
            (std::vector<std::uint32_t>{1288490190, 1288490188, 1288490188, 429496730}));
}

TEST(RowFrequencies, TheNormalizerIsTheSumOfTheScores) {
  RowFrequencies frequencies(4);
  frequencies.assign(std::vector<double>{1.0, 0.5, 0.25, 0.25});
  EXPECT_EQ(frequencies.normalizer(), 2.0);
}

TEST(RowFrequencies, AScaledRowHasTheSameFrequencies) {
  const auto row = random_row(RowShape::peaked, 1024, 9);
  auto doubled = row;
  for (double& score : doubled) {
    score *= 1024;  // exact
  }
  EXPECT_EQ(fast_frequencies(row), fast_frequencies(doubled));
}

TEST(RowFrequencies, ThePortableKernelIsAlwaysThere) {
  ASSERT_FALSE(reference::usable_row_kernels().empty());
  EXPECT_STREQ(reference::usable_row_kernels().back()->name, "portable");
}

struct BadRow {
  const char* name;
  std::vector<double> row;
};

class NoDistribution : public testing::TestWithParam<BadRow> {};

TEST_P(NoDistribution, IsRefused) {
  RowFrequencies frequencies(GetParam().row.size());
  EXPECT_THROW(frequencies.assign(GetParam().row), reference::Error);
}

INSTANTIATE_TEST_SUITE_P(
    Rows, NoDistribution,
    testing::Values(BadRow{"all_zero", std::vector<double>(100, 0.0)},
                    BadRow{"negative", {0.5, -0.25, 0.75}}, BadRow{"nan", {0.5, std::nan(""), 0.5}},
                    BadRow{"infinite", {0.5, std::numeric_limits<double>::infinity(), 0.5}},
                    BadRow{"sum_overflows", {1e308, 1e308, 1e308}},
                    BadRow{"denormal_sum", {5e-324, 0.0, 0.0}}),
    [](const auto& row) { return row.param.name; });

TEST(RowFrequencies, ANegativeScoreInAnyBlockIsRefused) {
  for (const std::size_t at : {0, 31, 32, 63, 64, 127, 128, 129}) {
    std::vector<double> row(130, 1.0);
    row[at] = -1e-9;
    RowFrequencies frequencies(row.size());
    EXPECT_THROW(frequencies.assign(row), reference::Error) << at;
  }
}

}  // namespace
}  // namespace pgolf_test
