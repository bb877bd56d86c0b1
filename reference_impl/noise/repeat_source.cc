// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <limits>

#include "reference_impl/base/error.h"
#include "reference_impl/noise/noise_source.h"

namespace reference {
namespace {

class RepeatSource : public NoiseSource {
 public:
  RepeatSource(const std::vector<std::uint16_t>& text, std::size_t block)
      : text_(text), block_(block) {
    require(block >= 1 && std::is_sorted(text.begin(), text.end()) && !text.empty(),
            "a source needs its tokens in order, and blocks");
    by_first_token_.resize(std::size_t{text.back()} + 1);
  }

  std::size_t alphabet() const override { return text_.size(); }

  // Inside a block of which k tokens are known, after n earlier blocks, m of which begin alike:
  // fresh weighs K^-k / 2, each of the m weighs 1/(2n). The probability of a token is what remains
  // of that weight when the token is known too.
  double log_probability(std::uint16_t token) const override {
    if (!std::binary_search(text_.begin(), text_.end(), token)) {
      return -std::numeric_limits<double>::infinity();
    }
    if (blocks() == 0) {
      return -log_count();
    }
    const double before = log_weight(within(), alike_count());
    return log_weight(within() + 1, alike_with(token)) - before;
  }

  std::uint16_t pick(SplitMix64& random) override {
    if (within() == 0) {
      const bool copy = blocks() > 0 && random.below(2) == 1;
      copied_ = copy ? random.below(blocks()) * block_ : kFresh;
    }
    return copied_ == kFresh ? text_[random.below(text_.size())] : drawn_[copied_ + within()];
  }

  void pass(std::uint16_t token) override {
    if (within() == 0) {
      alike_ = by_first_token_[token];
    } else {
      const auto differs = [&](std::size_t start) { return drawn_[start + within()] != token; };
      alike_.erase(std::remove_if(alike_.begin(), alike_.end(), differs), alike_.end());
    }
    drawn_.push_back(token);
    if (within() == 0) {
      const std::size_t start = drawn_.size() - block_;
      by_first_token_[drawn_[start]].push_back(start);
    }
  }

 private:
  static constexpr std::size_t kFresh = std::numeric_limits<std::size_t>::max();

  std::size_t blocks() const { return drawn_.size() / block_; }
  std::size_t within() const { return drawn_.size() % block_; }
  double log_count() const { return std::log(static_cast<double>(text_.size())); }
  // At a block's start every earlier block begins alike.
  std::size_t alike_count() const { return within() == 0 ? blocks() : alike_.size(); }

  std::size_t alike_with(std::uint16_t token) const {
    if (within() == 0) {
      return by_first_token_[token].size();
    }
    return static_cast<std::size_t>(
        std::count_if(alike_.begin(), alike_.end(),
                      [&](std::size_t start) { return drawn_[start + within()] == token; }));
  }

  // ln( K^-known / 2 + alike / 2n ): the larger term stands before the sum, the smaller may vanish.
  double log_weight(std::size_t known, std::size_t alike) const {
    const double fresh = -std::log(2.0) - static_cast<double>(known) * log_count();
    if (alike == 0) {
      return fresh;
    }
    const double copies =
        std::log(static_cast<double>(alike)) - std::log(2.0 * static_cast<double>(blocks()));
    const double most = std::max(fresh, copies);
    return most + std::log1p(std::exp(std::min(fresh, copies) - most));
  }

  std::vector<std::uint16_t> text_;
  std::size_t block_;
  std::vector<std::uint16_t> drawn_;
  std::size_t copied_ = kFresh;     // start of the block that is being copied
  std::vector<std::size_t> alike_;  // starts of the earlier blocks that begin like this one
  std::vector<std::vector<std::size_t>> by_first_token_;
};

}  // namespace

std::unique_ptr<NoiseSource> make_repeat_source(const std::vector<std::uint16_t>& text,
                                                std::size_t block) {
  return std::make_unique<RepeatSource>(text, block);
}

}  // namespace reference
