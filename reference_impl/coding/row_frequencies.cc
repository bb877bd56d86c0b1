// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/coding/row_frequencies.h"

#include <algorithm>
#include <cmath>

#include "reference_impl/base/error.h"

namespace reference {
namespace {

std::uint32_t floor_plus_one(double x) {
  return static_cast<std::uint32_t>(x) + 1;
}

// -1 where a score is negative; not a number where one is not.
double sum_of(const RowScan& scan) {
  double sum = 0;
  for (const double part : scan.sums) {
    sum += part;
  }
  return scan.least < 0 ? -1 : sum;
}

std::vector<const RowKernel*> find_usable_row_kernels() {
  std::vector<const RowKernel*> kernels;
  for (const RowKernel* kernel :
       {&avx512_row_kernel(), &avx2_row_kernel(), &portable_row_kernel()}) {
    if (kernel->usable()) {
      kernels.push_back(kernel);
    }
  }
  return kernels;
}

}  // namespace

const std::vector<const RowKernel*>& usable_row_kernels() {
  static const std::vector<const RowKernel*> kernels = find_usable_row_kernels();
  return kernels;
}

RowFrequencies::RowFrequencies(std::size_t vocabulary)
    : RowFrequencies(vocabulary, *usable_row_kernels().front()) {}

RowFrequencies::RowFrequencies(std::size_t vocabulary, const RowKernel& kernel)
    : kernel_(kernel),
      vocabulary_(vocabulary),
      counts_((vocabulary + kRowBlock - 1) / kRowBlock * kRowBlock),
      block_sums_(counts_.size() / kRowBlock),
      block_peaks_(block_sums_.size()) {
  require(vocabulary >= kLeastVocabulary && vocabulary <= kMostVocabulary,
          "frequencies of a row of no usable size");
}

// The scores after the last whole block belong to the same sums, in the same order.
void RowFrequencies::scan(std::span<const double> scores) {
  const std::size_t whole = vocabulary_ / kRowBlock;
  RowScan scan;
  kernel_.scan(scores.data(), whole, scan, block_peaks_.data());
  if (whole < block_peaks_.size()) {
    block_peaks_[whole] = scores[whole * kRowBlock];
  }
  for (std::size_t v = whole * kRowBlock; v < vocabulary_; ++v) {
    scan.sums[v % kRowLanes] += scores[v];
    scan.least = std::min(scan.least, scores[v]);
    block_peaks_[whole] = std::max(block_peaks_[whole], scores[v]);
  }
  normalizer_ = sum_of(scan);
}

void RowFrequencies::assign(std::span<const double> scores) {
  require(scores.size() == vocabulary_, "a row of another size than its frequencies");
  scan(scores);
  const double scale =
      (std::ldexp(1.0, kFrequencyBits) - static_cast<double>(vocabulary_)) / normalizer_;
  if (!(normalizer_ > 0) || !std::isfinite(normalizer_) || !std::isfinite(scale)) {
    throw Error(ErrorKind::bad_input,
                "a row of scores is no distribution: they are negative, not finite or all zero");
  }
  const std::size_t whole = vocabulary_ / kRowBlock;
  kernel_.quantize(scores.data(), whole, scale, counts_.data(), block_sums_.data());
  if (whole < block_sums_.size()) {
    block_sums_[whole] = 0;
  }
  for (std::size_t v = whole * kRowBlock; v < vocabulary_; ++v) {
    counts_[v] = floor_plus_one(scores[v] * scale);
    block_sums_[whole] += counts_[v];
  }
  add_remainder(scores);
}

// All sums here are modulo 2^32: the remainder is below that, whatever a block holds.
void RowFrequencies::add_remainder(std::span<const double> scores) {
  std::uint32_t total = 0;
  for (const std::uint32_t sum : block_sums_) {
    total += sum;
  }
  const auto block = static_cast<std::size_t>(
      std::max_element(block_peaks_.begin(), block_peaks_.end()) - block_peaks_.begin());
  std::size_t largest = block * kRowBlock;
  while (scores[largest] != block_peaks_[block]) {
    ++largest;
  }
  counts_[largest] -= total;
  block_sums_[block] -= total;
}

FrequencyInterval RowFrequencies::interval(std::size_t token) const {
  require(token < vocabulary_, "a token beyond its row");
  std::uint32_t start = 0;
  const std::size_t block = token / kRowBlock;
  for (std::size_t b = 0; b < block; ++b) {
    start += block_sums_[b];
  }
  for (std::size_t v = block * kRowBlock; v < token; ++v) {
    start += counts_[v];
  }
  return {.start = start, .size = counts_[token]};
}

std::size_t RowFrequencies::token_at(std::uint32_t slot, FrequencyInterval& interval) const {
  // Differences, not sums: a block may hold all 2^32, which is 0 here.
  std::uint32_t rest = slot;
  std::size_t block = 0;
  while (block + 1 < block_sums_.size() && rest >= block_sums_[block]) {
    rest -= block_sums_[block];
    ++block;
  }
  std::size_t token = block * kRowBlock;
  while (rest >= counts_[token]) {
    rest -= counts_[token];
    ++token;
  }
  interval = {.start = slot - rest, .size = counts_[token]};
  return token;
}

}  // namespace reference
