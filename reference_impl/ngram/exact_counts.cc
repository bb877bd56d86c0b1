// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/ngram/exact_counts.h"

#include <algorithm>

#include "reference_impl/base/error.h"

namespace reference {
namespace {

constexpr std::size_t kFirstSlots = std::size_t{1} << 16U;

std::uint64_t first_start(std::uint64_t first, std::uint64_t highest_width) {
  return first - std::min(first, highest_width);
}

}  // namespace

ExactCounts::ExactCounts(const CacheConfig& config)
    : lowest_width_(static_cast<std::uint64_t>(config.lowest_order - 1)),
      highest_width_(static_cast<std::uint64_t>(config.highest_order - 1)),
      grams_(1),
      slots_(kFirstSlots, 0) {}

void ExactCounts::insert(std::span<const std::uint16_t> tokens, std::uint64_t first,
                         std::uint64_t last) {
  require(first >= 1 && first <= last && last < tokens.size(), "an insertion out of range");
  for (std::uint64_t start = first_start(first, highest_width_); start < last; ++start) {
    insert_start(tokens.subspan(start, std::min(last - start, highest_width_) + 1),
                 first - std::min(first, start));
  }
}

// The grams that begin with `tokens`; those that end before place `first` are there already.
void ExactCounts::insert_start(std::span<const std::uint16_t> tokens, std::uint64_t first) {
  std::uint32_t gram = 0;
  for (std::uint64_t w = 0; w < tokens.size(); ++w) {
    const std::uint32_t longer = find_or_add(gram, tokens[w]);
    if (w >= lowest_width_ && w >= first) {
      ++grams_[gram].as_context;
      ++grams_[longer].as_full;
    }
    gram = longer;
  }
}

// By order, the counts of the gram that begins with `tokens` at each of its ends; the walk ends at
// the first gram that was never seen.
void ExactCounts::walk_start(std::span<const std::uint16_t> tokens,
                             std::vector<OrderCounts>& by_width) const {
  by_width.assign(tokens.size(), OrderCounts{});
  std::uint32_t gram = 0;
  for (std::uint64_t w = 0; w < tokens.size(); ++w) {
    const std::uint32_t longer = find(gram, tokens[w]);
    by_width[w] = {.context = grams_[gram].as_context,
                   .full = longer == 0 ? 0 : grams_[longer].as_full};
    if (longer == 0) {
      return;
    }
    gram = longer;
  }
}

std::vector<OrderCounts> ExactCounts::counts(std::span<const std::uint16_t> tokens,
                                             std::uint64_t first, std::uint64_t last) const {
  require(first >= 1 && first <= last && last < tokens.size(), "counts out of range");
  const std::size_t orders = highest_width_ - lowest_width_ + 1;
  std::vector<OrderCounts> found((last - first + 1) * orders);
  std::vector<OrderCounts> by_width;
  for (std::uint64_t start = first_start(first, highest_width_); start < last; ++start) {
    walk_start(tokens.subspan(start, std::min(last - start, highest_width_) + 1), by_width);
    const std::uint64_t least = std::max(lowest_width_, first - std::min(first, start));
    for (std::uint64_t w = least; w < by_width.size(); ++w) {
      found[(start + w - first) * orders + (w - lowest_width_)] = by_width[w];
    }
  }
  return found;
}

std::size_t ExactCounts::slot_of(std::uint32_t before, std::uint16_t token) const {
  const std::uint64_t key = (std::uint64_t{before} << 16U) | token;
  std::size_t slot = (key * 0x9E3779B97F4A7C15) >> 32U;
  for (;; ++slot) {
    slot &= slots_.size() - 1;
    const Gram& gram = grams_[slots_[slot]];
    if (slots_[slot] == 0 || (gram.before == before && gram.token == token)) {
      return slot;
    }
  }
}

std::uint32_t ExactCounts::find(std::uint32_t before, std::uint16_t token) const {
  return slots_[slot_of(before, token)];
}

std::uint32_t ExactCounts::find_or_add(std::uint32_t before, std::uint16_t token) {
  const std::size_t slot = slot_of(before, token);
  if (slots_[slot] != 0) {
    return slots_[slot];
  }
  const auto number = static_cast<std::uint32_t>(grams_.size());
  grams_.push_back({.before = before, .token = token});
  slots_[slot] = number;
  if (grams_.size() * 2 > slots_.size()) {
    grow();
  }
  return number;
}

void ExactCounts::grow() {
  slots_.assign(slots_.size() * 2, 0);
  for (std::size_t number = 1; number < grams_.size(); ++number) {
    slots_[slot_of(grams_[number].before, static_cast<std::uint16_t>(grams_[number].token))] =
        static_cast<std::uint32_t>(number);
  }
}

}  // namespace reference
