// SPDX-License-Identifier: Apache-2.0
// The four sources of the noise probe (noise-probe.md section 2). A source draws a stream token by
// token and knows the exact probability of every token after what it drew: no predictor that obeys
// the rules can expect to beat that.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "reference_impl/noise/splitmix64.h"
#include "reference_impl/tokens/piece_table.h"

namespace reference {

class NoiseSource {
 public:
  virtual ~NoiseSource() = default;
  // How many different tokens can occur.
  virtual std::size_t alphabet() const = 0;
  // ln r(token | the tokens passed so far); -infinity for a token that cannot occur.
  virtual double log_probability(std::uint16_t token) const = 0;
  // Chooses the next token; it is not passed yet.
  virtual std::uint16_t pick(SplitMix64& random) = 0;
  // Steps over a token that can occur: the last one picked, or that of a stream drawn earlier.
  virtual void pass(std::uint16_t token) = 0;
};

inline constexpr std::uint16_t kDocumentStart = 1;        // BOS
inline constexpr std::uint64_t kDocumentStartOdds = 700;  // one in so many
inline constexpr std::size_t kRepeatBlock = 512;
inline constexpr std::uint64_t kMarkovCountWeight = 100;  // a token's smoothing is 1/100 of a count

// The ids of the normal and byte pieces, ascending: everything but control, unknown and unused.
std::vector<std::uint16_t> text_tokens(const PieceTable& pieces);

// Every text token alike.
std::unique_ptr<NoiseSource> make_uniform_source(const std::vector<std::uint16_t>& text);

// At each position BOS with probability 1/700 (one draw below 700, 0 is BOS), else uniform.
std::unique_ptr<NoiseSource> make_documents_source(const std::vector<std::uint16_t>& text);

// A chain on the last two tokens over BOS and the text tokens: counts in `training` plus 0.01 for
// each token, exactly (100 c + 1 parts of 100 C + alphabet). Before the stream stand two BOS. One
// draw a token: below 100 C picks a count, tokens ascending, the rest a token of the alphabet.
// Throws Error{bad_input} where `training` holds another token.
std::unique_ptr<NoiseSource> make_markov_source(const std::vector<std::uint16_t>& text,
                                                std::span<const std::uint16_t> training);

// Blocks of `block` tokens: the first is fresh, each later one with probability 1/2 (one draw below
// 2, 1 is a copy) a copy of an earlier block, drawn below their number; fresh blocks are uniform.
// The probability of a token is the posterior mixture over fresh and all earlier blocks.
std::unique_ptr<NoiseSource> make_repeat_source(const std::vector<std::uint16_t>& text,
                                                std::size_t block = kRepeatBlock);

}  // namespace reference
