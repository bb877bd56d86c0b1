// SPDX-License-Identifier: Apache-2.0
// Finds the copy of the script that many logs carry. It holds every print statement of the script,
// so its lines must not be read as the log's own (submission-formats.md, section 3 "Order of a
// log").
#pragma once

#include <string_view>
#include <vector>

namespace verifier {

// Whether a line separates the pieces of a log: 40 or more '=' and nothing else.
bool is_separator(std::string_view line);

// For each piece between separators, in order, whether it is source text.
std::vector<bool> find_source_copies(std::string_view bytes);

// Whether a single line outside a found copy is a print statement all the same.
bool looks_like_print_statement(std::string_view line);

}  // namespace verifier
