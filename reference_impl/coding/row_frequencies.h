// SPDX-License-Identifier: Apache-2.0
// A row of scores as integer frequencies that an arithmetic coder can use on any machine
// (ngram-cache.md section 7, "decodable"): f(v) = 1 + floor(s(v)/Z * (2^32 - V)), the remainder to
// the largest score, lowest id on ties. The frequencies of a row sum to 2^32 and none is 0.
//
// Equal rows give equal frequencies to the bit: Z is summed in one fixed order (32 partial sums by
// id mod 32, added ascending), s(v)/Z * (2^32 - V) is s(v) times one double.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "reference_impl/coding/row_kernel.h"

namespace reference {

inline constexpr unsigned kFrequencyBits = 32;
inline constexpr std::size_t kLeastVocabulary = 2;
inline constexpr std::size_t kMostVocabulary = 65'536;

// A token's share of the 2^32: [start, start + size), size at least 1.
struct FrequencyInterval {
  std::uint32_t start = 0;
  std::uint32_t size = 0;
};

// The frequencies of one row at a time.
class RowFrequencies {
 public:
  explicit RowFrequencies(std::size_t vocabulary);
  // With one of usable_row_kernels(); which one changes no bit.
  RowFrequencies(std::size_t vocabulary, const RowKernel& kernel);

  // Takes the row of one position. Scores need not sum to one. Throws Error{bad_input} where one is
  // negative or not finite, or all are 0: such a row is no distribution and cannot be coded.
  void assign(std::span<const double> scores);

  // The sum of the scores last assigned.
  double normalizer() const { return normalizer_; }
  FrequencyInterval interval(std::size_t token) const;
  // The token whose interval holds `slot`, and that interval.
  std::size_t token_at(std::uint32_t slot, FrequencyInterval& interval) const;
  std::span<const std::uint32_t> frequencies() const { return {counts_.data(), vocabulary_}; }

 private:
  void scan(std::span<const double> scores);
  void add_remainder(std::span<const double> scores);

  const RowKernel& kernel_;
  std::size_t vocabulary_;
  std::vector<std::uint32_t> counts_;      // padded with 0 to whole blocks
  std::vector<std::uint32_t> block_sums_;  // modulo 2^32
  std::vector<double> block_peaks_;
  double normalizer_ = 0;
};

// The same frequencies one by one, as the definition reads: the oracle of RowFrequencies.
std::vector<std::uint32_t> plain_frequencies(std::span<const double> scores);

}  // namespace reference
