// SPDX-License-Identifier: Apache-2.0
// An honest n-gram cache in a few lines: exact contexts, no hashing, rows that sum to one.
#pragma once

#include <cstdint>
#include <span>
#include <unordered_map>
#include <utility>
#include <vector>

namespace pgolf_test {

using Tokens = std::span<const std::uint16_t>;

// Exact counts of n-grams of tokens below 1,024, mixed with uniform: a cache without collisions.
// A row sums to one: the highest context width that has been seen decides, for all tokens alike.
class ExactCounts {
 public:
  ExactCounts(std::vector<std::size_t> widths, double weight, std::size_t alphabet)
      : widths_(std::move(widths)), weight_(weight), alphabet_(alphabet) {}

  // Contexts end before position j - 1 + `shift`; an honest shift is 0.
  double probability(Tokens tokens, std::size_t j, std::size_t shift = 0) const {
    const double base = 1.0 / static_cast<double>(alphabet_);
    for (auto width = widths_.rbegin(); width != widths_.rend(); ++width) {
      const auto found = *width <= j ? rows_.find(key(tokens, j + shift, *width)) : rows_.end();
      if (found != rows_.end()) {
        const auto count = found->second.counts.find(tokens[j]);
        const double hits = count == found->second.counts.end() ? 0 : count->second;
        return (1 - weight_) * base + weight_ * hits / found->second.total;
      }
    }
    return base;
  }
  void insert(Tokens tokens, std::size_t j, std::size_t shift = 0) {
    for (const std::size_t width : widths_) {
      if (width <= j) {
        Row& row = rows_[key(tokens, j + shift, width)];
        ++row.counts[tokens[j]];
        ++row.total;
      }
    }
  }

 private:
  struct Row {
    std::unordered_map<std::uint16_t, double> counts;
    double total = 0;
  };
  // At most five tokens of ten bits, and their number.
  static std::uint64_t key(Tokens tokens, std::size_t end, std::size_t width) {
    std::uint64_t packed = width;
    for (std::size_t i = end - width; i < end; ++i) {
      packed = packed << 10U | tokens[i];
    }
    return packed;
  }

  std::vector<std::size_t> widths_;
  double weight_;
  std::size_t alphabet_;
  std::unordered_map<std::uint64_t, Row> rows_;
};

}  // namespace pgolf_test
