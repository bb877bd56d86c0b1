// SPDX-License-Identifier: Apache-2.0
// Python text made safe for the grammar: a parse error over a statement that keeps more than 65,535
// symbols open makes the grammar's runtime free memory that it does not own, so a text goes to it
// in pieces whose number of symbols is bounded by counting, and what cannot be cut is refused
// (security specification, F-10). Long literals, which hold the packed scripts, are hidden from it,
// and so are long runs of short ones side by side in brackets: the grammar sees one literal.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "verifier/base/result.h"

namespace verifier {

// A run of whole statements that stand at the left margin.
struct PythonPiece {
  std::size_t begin = 0;
  std::size_t end = 0;
};

struct PythonOutline {
  std::string masked;  // as long as the text; the insides of long literals are all 'x'
  std::vector<PythonPiece> pieces;
};

// Fails (bad_input, "unreadable") for a NUL byte and for a statement of more than 60,000 symbols.
Result<PythonOutline> outline_python(std::string_view text);

}  // namespace verifier
