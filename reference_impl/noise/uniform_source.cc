// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <limits>

#include "reference_impl/base/error.h"
#include "reference_impl/noise/noise_source.h"

namespace reference {
namespace {

bool occurs(const std::vector<std::uint16_t>& text, std::uint16_t token) {
  return std::binary_search(text.begin(), text.end(), token);
}

class UniformSource : public NoiseSource {
 public:
  explicit UniformSource(const std::vector<std::uint16_t>& text) : text_(text) {
    require(!text.empty() && std::is_sorted(text.begin(), text.end()),
            "a source needs its tokens in order");
  }
  std::size_t alphabet() const override { return text_.size(); }
  double log_probability(std::uint16_t token) const override {
    return occurs(text_, token) ? -std::log(static_cast<double>(text_.size()))
                                : -std::numeric_limits<double>::infinity();
  }
  std::uint16_t pick(SplitMix64& random) override { return text_[random.below(text_.size())]; }
  void pass(std::uint16_t /*token*/) override {}

 private:
  std::vector<std::uint16_t> text_;
};

class DocumentsSource : public NoiseSource {
 public:
  explicit DocumentsSource(const std::vector<std::uint16_t>& text) : text_(text) {
    require(!occurs(text, kDocumentStart), "BOS is no text token");
  }
  std::size_t alphabet() const override { return text_.alphabet() + 1; }
  double log_probability(std::uint16_t token) const override {
    constexpr auto kOdds = static_cast<double>(kDocumentStartOdds);
    return token == kDocumentStart ? -std::log(kOdds)
                                   : std::log1p(-1 / kOdds) + text_.log_probability(token);
  }
  std::uint16_t pick(SplitMix64& random) override {
    return random.below(kDocumentStartOdds) == 0 ? kDocumentStart : text_.pick(random);
  }
  void pass(std::uint16_t /*token*/) override {}

 private:
  UniformSource text_;
};

}  // namespace

std::vector<std::uint16_t> text_tokens(const PieceTable& pieces) {
  std::vector<std::uint16_t> text;
  for (std::size_t id = 0; id < pieces.pieces.size(); ++id) {
    if (!pieces.pieces[id].boundary) {
      text.push_back(static_cast<std::uint16_t>(id));
    }
  }
  return text;
}

std::unique_ptr<NoiseSource> make_uniform_source(const std::vector<std::uint16_t>& text) {
  return std::make_unique<UniformSource>(text);
}

std::unique_ptr<NoiseSource> make_documents_source(const std::vector<std::uint16_t>& text) {
  return std::make_unique<DocumentsSource>(text);
}

}  // namespace reference
