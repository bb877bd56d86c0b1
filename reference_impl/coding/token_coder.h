// SPDX-License-Identifier: Apache-2.0
// A token stream as an arithmetic code over the rows of whoever predicts it, and back
// (ngram-cache.md section 7, "decodable"). The rows are asked for in order, each before its token
// is known to the decoder: a predictor whose rows depend on anything else decodes to other tokens.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace reference {

// The scores of every token at `position`, given stream[0..position-1]. Asked for 1, 2, ... once
// each. `stream` has its full length; from `known` on (at least `position`) it holds zeros in the
// decoder and tokens in the encoder. Valid until the next call.
using RowOf = std::function<std::span<const double>(std::span<const std::uint16_t> stream,
                                                    std::uint64_t position, std::uint64_t known)>;

struct TokenCode {
  std::string payload;
  double normalized_bits = 0;  // sum of -log2 of the normalized scores: the ideal length
  double table_bits = 0;       // sum of 32 - log2 f: what the integer frequencies cost
  // Of the rows' sums.
  double smallest_normalizer = 0;
  double largest_normalizer = 0;
  std::uint64_t off_rows = 0;  // sums that differ from 1 by more than 1e-9
};

// Codes stream[1..]; stream[0] is given to the decoder beside the code. Throws Error{bad_input} for
// a token beyond the vocabulary and for a row that is no distribution, with the position.
TokenCode encode_tokens(std::span<const std::uint16_t> stream, std::size_t vocabulary,
                        const RowOf& row_of);

// Fills stream[1..] from a code; stream[0] is given, the size is known. Whether these are the
// tokens that were encoded only a digest can say.
void decode_tokens(std::string_view payload, std::size_t vocabulary,
                   std::span<std::uint16_t> stream, const RowOf& row_of);

}  // namespace reference
