// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <cmath>

#include "reference_impl/base/error.h"
#include "reference_impl/coding/row_frequencies.h"

namespace reference {

std::vector<std::uint32_t> plain_frequencies(std::span<const double> scores) {
  require(scores.size() >= kLeastVocabulary && scores.size() <= kMostVocabulary,
          "frequencies of a row of no usable size");
  std::array<double, 32> partial{};
  for (std::size_t v = 0; v < scores.size(); ++v) {
    partial[v % 32] += scores[v];
  }
  double normalizer = 0;
  for (const double sum : partial) {
    normalizer += sum;
  }
  const double scale = (std::ldexp(1.0, 32) - static_cast<double>(scores.size())) / normalizer;
  std::vector<std::uint32_t> frequencies;
  std::uint64_t total = 0;
  std::size_t largest = 0;
  for (std::size_t v = 0; v < scores.size(); ++v) {
    frequencies.push_back(1 + static_cast<std::uint32_t>(std::floor(scores[v] * scale)));
    total += frequencies.back();
    largest = scores[v] > scores[largest] ? v : largest;
  }
  const std::uint64_t whole = std::uint64_t{1} << kFrequencyBits;
  require(total <= whole, "the frequencies of a row pass their sum");
  frequencies[largest] += static_cast<std::uint32_t>(whole - total);
  return frequencies;
}

}  // namespace reference
