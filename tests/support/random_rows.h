// SPDX-License-Identifier: Apache-2.0
// Rows of scores for tests of the coder: ordinary ones and the extremes.
#pragma once

#include <cmath>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace pgolf_test {

enum class RowShape { peaked, flat, one_hot, nearly_one_hot, tiny_values, huge_values, two_peaks };

// A row of positive sum; equal arguments give equal rows.
inline std::vector<double> random_row(RowShape shape, std::size_t vocabulary, std::uint64_t seed) {
  std::mt19937_64 generator(seed);
  std::uniform_real_distribution<double> uniform(0.0, 1.0);
  std::vector<double> row(vocabulary);
  for (double& score : row) {
    const double logit = 12 * uniform(generator);
    switch (shape) {
      case RowShape::peaked:
        score = std::exp(logit - 12);
        break;
      case RowShape::flat:
        score = 1.0 / static_cast<double>(vocabulary);
        break;
      case RowShape::tiny_values:
        score = std::exp(logit) * 1e-280;
        break;
      case RowShape::huge_values:
        score = std::exp(logit) * 1e280;
        break;
      case RowShape::nearly_one_hot:
        score = 1e-12;
        break;
      case RowShape::one_hot:
      case RowShape::two_peaks:
        score = 0;
        break;
    }
  }
  const std::size_t peak = seed % vocabulary;
  if (shape == RowShape::one_hot || shape == RowShape::nearly_one_hot) {
    row[peak] = 1;
  }
  if (shape == RowShape::two_peaks) {  // a tie: the lower id gets the remainder
    row[peak] = 0.5;
    row[(peak + 1) % vocabulary] = 0.5;
  }
  return row;
}

struct RowCase {
  std::string name;
  RowShape shape = RowShape::peaked;
  std::size_t vocabulary = 1024;
};

inline std::vector<RowCase> row_cases() {
  return {{"peaked", RowShape::peaked, 1024},
          {"flat", RowShape::flat, 1024},
          {"one_hot", RowShape::one_hot, 1024},
          {"nearly_one_hot", RowShape::nearly_one_hot, 1024},
          {"tiny_values", RowShape::tiny_values, 1024},
          {"huge_values", RowShape::huge_values, 1024},
          {"two_peaks", RowShape::two_peaks, 1024},
          {"four_tokens", RowShape::peaked, 4},
          {"four_tokens_one_hot", RowShape::one_hot, 4},
          {"two_tokens_flat", RowShape::flat, 2},
          {"two_tokens_one_hot", RowShape::one_hot, 2},
          {"no_whole_block", RowShape::peaked, 63},
          {"one_block", RowShape::one_hot, 64},
          {"a_block_and_one", RowShape::peaked, 65},
          {"odd_size", RowShape::peaked, 1000},
          {"large_vocabulary", RowShape::peaked, 65536}};
}

}  // namespace pgolf_test
