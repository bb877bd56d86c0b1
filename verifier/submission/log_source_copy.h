// SPDX-License-Identifier: Apache-2.0
// Finds the copy of the script that many logs carry. It holds every print statement of the script,
// so its lines must not be read as the log's own (submission-formats.md, section 3 "Order of a
// log").
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "verifier/submission/log_lines.h"
#include "verifier/submission/log_state.h"

namespace verifier {

// Whether a line separates the pieces of a log: 40 or more '=' and nothing else.
bool is_separator(std::string_view line);

// What stands between two separators.
struct LogPiece {
  bool is_source = false;
  bool after_full_separator = true;  // the separator before it has the 100 bytes of the log's own
  bool has_cut_line = false;
  bool has_brace = true;   // a line of it may be a print statement
  std::size_t begin = 0;   // bytes of the log, where a line starts
  std::uint64_t line = 1;  // the number of that line
  std::size_t end = 0;
};

// The pieces in order; at least one. `lines` reads the bytes from their start. A log of very many
// pieces is hostile: the last one then stands for all the rest.
std::vector<LogPiece> find_pieces(std::string_view bytes, LogLines lines);

// Digest of the last copy of the source that the log carries (source_text.h), and the line it
// begins at; empty where there is none, or where it was cut.
std::optional<LineFact<std::string>> source_copy_digest(std::string_view bytes,
                                                        const LogLines& lines,
                                                        const std::vector<LogPiece>& pieces);

// Whether a single line outside a found copy is a print statement all the same.
bool looks_like_print_statement(std::string_view line);

}  // namespace verifier
