// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/coding/token_coder.h"

#include <algorithm>
#include <cmath>

#include "reference_impl/base/error.h"
#include "reference_impl/coding/range_coder.h"
#include "reference_impl/coding/row_frequencies.h"

namespace reference {
namespace {

constexpr double kNormalizerTolerance = 1e-9;

void assign_row(RowFrequencies& frequencies, std::span<const double> row, std::uint64_t position) {
  try {
    frequencies.assign(row);
  } catch (const Error& error) {
    throw Error(error.kind(), "position " + std::to_string(position) + ": " + error.what());
  }
}

void add_normalizer(TokenCode& code, double normalizer, bool first) {
  code.smallest_normalizer = first ? normalizer : std::min(code.smallest_normalizer, normalizer);
  code.largest_normalizer = first ? normalizer : std::max(code.largest_normalizer, normalizer);
  code.off_rows += std::abs(normalizer - 1) > kNormalizerTolerance ? 1 : 0;
}

}  // namespace

TokenCode encode_tokens(std::span<const std::uint16_t> stream, std::size_t vocabulary,
                        const RowOf& row_of) {
  TokenCode code;
  RowFrequencies frequencies(vocabulary);
  RangeEncoder encoder;
  for (std::uint64_t position = 1; position < stream.size(); ++position) {
    const std::uint16_t token = stream[position];
    if (token >= vocabulary) {
      throw Error(ErrorKind::bad_input, "position " + std::to_string(position) + ": token " +
                                            std::to_string(token) + " is beyond the " +
                                            std::to_string(vocabulary) + " of the vocabulary");
    }
    const std::span<const double> row = row_of(stream, position, stream.size());
    assign_row(frequencies, row, position);
    const FrequencyInterval interval = frequencies.interval(token);
    encoder.encode(interval);
    // A score of 0 has no finite ideal length, though it has a code.
    code.normalized_bits += std::log2(frequencies.normalizer()) - std::log2(row[token]);
    code.table_bits += kFrequencyBits - std::log2(static_cast<double>(interval.size));
    add_normalizer(code, frequencies.normalizer(), position == 1);
  }
  code.payload = encoder.finish();
  return code;
}

void decode_tokens(std::string_view payload, std::size_t vocabulary,
                   std::span<std::uint16_t> stream, const RowOf& row_of) {
  require(!stream.empty(), "a coded stream has a first token");
  std::fill(stream.begin() + 1, stream.end(), std::uint16_t{0});
  RowFrequencies frequencies(vocabulary);
  RangeDecoder decoder(payload);
  for (std::uint64_t position = 1; position < stream.size(); ++position) {
    assign_row(frequencies, row_of(stream, position, position), position);
    FrequencyInterval interval;
    stream[position] = static_cast<std::uint16_t>(frequencies.token_at(decoder.slot(), interval));
    decoder.consume(interval);
  }
}

}  // namespace reference
