// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <limits>

#include "reference_impl/base/error.h"
#include "reference_impl/noise/noise_source.h"

namespace reference {
namespace {

constexpr unsigned kTokenBits = 16;

std::uint64_t context_of(std::uint16_t older, std::uint16_t newer) {
  return std::uint64_t{older} << kTokenBits | newer;
}

// What followed one context, and how often.
struct Follower {
  std::uint16_t token = 0;
  std::uint64_t count = 0;
};

// Counts of training trigrams, by context, followers ascending.
class TrigramCounts {
 public:
  explicit TrigramCounts(std::span<const std::uint16_t> training) {
    std::vector<std::uint64_t> keys;
    for (std::size_t i = 2; i < training.size(); ++i) {
      keys.push_back(context_of(training[i - 2], training[i - 1]) << kTokenBits | training[i]);
    }
    std::sort(keys.begin(), keys.end());
    for (std::size_t i = 0; i < keys.size();) {
      const std::size_t end = static_cast<std::size_t>(
          std::upper_bound(keys.begin() + static_cast<std::ptrdiff_t>(i), keys.end(), keys[i]) -
          keys.begin());
      add(keys[i], end - i);
      i = end;
    }
    starts_.push_back(followers_.size());
  }

  struct Row {
    std::span<const Follower> followers;
    std::uint64_t total = 0;
  };
  Row row(std::uint64_t context) const {
    const auto found = std::lower_bound(contexts_.begin(), contexts_.end(), context);
    if (found == contexts_.end() || *found != context) {
      return {};
    }
    const auto at = static_cast<std::size_t>(found - contexts_.begin());
    return {.followers = std::span(followers_).subspan(starts_[at], starts_[at + 1] - starts_[at]),
            .total = totals_[at]};
  }

 private:
  void add(std::uint64_t key, std::uint64_t count) {
    if (contexts_.empty() || contexts_.back() != key >> kTokenBits) {
      contexts_.push_back(key >> kTokenBits);
      starts_.push_back(followers_.size());
      totals_.push_back(0);
    }
    followers_.push_back({.token = static_cast<std::uint16_t>(key), .count = count});
    totals_.back() += count;
  }

  std::vector<std::uint64_t> contexts_;
  std::vector<std::size_t> starts_;  // and one beyond the last
  std::vector<std::uint64_t> totals_;
  std::vector<Follower> followers_;
};

class MarkovSource : public NoiseSource {
 public:
  MarkovSource(std::vector<std::uint16_t> tokens, std::span<const std::uint16_t> training)
      : tokens_(std::move(tokens)), counts_(training) {}

  std::size_t alphabet() const override { return tokens_.size(); }

  double log_probability(std::uint16_t token) const override {
    if (!std::binary_search(tokens_.begin(), tokens_.end(), token)) {
      return -std::numeric_limits<double>::infinity();
    }
    const TrigramCounts::Row row = counts_.row(context_);
    const auto found = std::lower_bound(
        row.followers.begin(), row.followers.end(), token,
        [](const Follower& follower, std::uint16_t wanted) { return follower.token < wanted; });
    const bool followed = found != row.followers.end() && found->token == token;
    const std::uint64_t weight = followed ? kMarkovCountWeight * found->count + 1 : 1;
    return std::log(static_cast<double>(weight)) - std::log(static_cast<double>(total(row)));
  }

  std::uint16_t pick(SplitMix64& random) override {
    const TrigramCounts::Row row = counts_.row(context_);
    const std::uint64_t drawn = random.below(total(row));
    return drawn < kMarkovCountWeight * row.total ? follower_at(row, drawn / kMarkovCountWeight)
                                                  : tokens_[drawn - kMarkovCountWeight * row.total];
  }

  void pass(std::uint16_t token) override {
    context_ = context_of(static_cast<std::uint16_t>(context_), token);
  }

 private:
  std::uint64_t total(const TrigramCounts::Row& row) const {
    return kMarkovCountWeight * row.total + tokens_.size();
  }
  static std::uint16_t follower_at(const TrigramCounts::Row& row, std::uint64_t count) {
    std::size_t i = 0;
    while (count >= row.followers[i].count) {
      count -= row.followers[i].count;
      ++i;
    }
    return row.followers[i].token;
  }

  std::vector<std::uint16_t> tokens_;
  TrigramCounts counts_;
  std::uint64_t context_ = context_of(kDocumentStart, kDocumentStart);
};

}  // namespace

std::unique_ptr<NoiseSource> make_markov_source(const std::vector<std::uint16_t>& text,
                                                std::span<const std::uint16_t> training) {
  std::vector<std::uint16_t> tokens = text;
  tokens.push_back(kDocumentStart);
  std::sort(tokens.begin(), tokens.end());
  for (std::size_t i = 0; i < training.size(); ++i) {
    if (!std::binary_search(tokens.begin(), tokens.end(), training[i])) {
      throw Error(ErrorKind::bad_input,
                  "training token " + std::to_string(i) + " is " + std::to_string(training[i]) +
                      ", neither a text token nor BOS: the chain cannot be fitted to it");
    }
  }
  return std::make_unique<MarkovSource>(std::move(tokens), training);
}

}  // namespace reference
