// SPDX-License-Identifier: Apache-2.0
// How many bytes of text each token stands for (reference-model specification, section 1.3). A
// table has one line a piece and is data with a digest; scoring needs no tokenizer library. The
// official table of 1,024 pieces is part of the program.
//
// Text form: a first line `pgolf-piece-table-v1 <pieces>`, then for each id in order one line of
// four fields separated by one tab: id, base bytes, leading space (0 or 1), boundary (0 or 1).
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "reference_impl/base/sha256.h"

namespace reference {

struct Piece {
  std::uint16_t base_bytes = 0;  // UTF-8 length without the leading space mark
  bool leading_space = false;    // costs one byte more, unless a boundary stands before it
  bool boundary = true;          // control, unknown, unused: no text
};

struct PieceTable {
  std::vector<Piece> pieces;  // by token id
  Digest256 sha256{};         // of the table's text
};

// Reads a table's text strictly; throws Error{bad_input} "<name>:<line>: ...".
PieceTable parse_piece_table(std::string_view text, const std::string& name);

// The text of a table; parse_piece_table gives the same pieces back.
std::string piece_table_text(std::span<const Piece> pieces);

// The official table (fineweb_1024_bpe.model), compiled in.
const PieceTable& official_piece_table();

// Bytes charged for `target` after `previous`; both must be below the table's size.
std::uint32_t target_bytes(const PieceTable& table, std::uint16_t previous, std::uint16_t target);

// Bytes of the targets x[first]..x[last] of a stream, first >= 1, each after its predecessor.
std::uint64_t range_bytes(const PieceTable& table, std::span<const std::uint16_t> tokens,
                          std::uint64_t first, std::uint64_t last);

// Throws Error{bad_input} that names the first token the table has no piece for.
void check_tokens(const PieceTable& table, std::span<const std::uint16_t> tokens,
                  const std::string& name);

}  // namespace reference
