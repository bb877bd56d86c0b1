// SPDX-License-Identifier: Apache-2.0
// What a submitter wrote, made safe to show (security specification, R-01 and R-03).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace verifier {

// Printable text for a terminal or log line: valid UTF-8 is kept; C0, DEL, C1, bidirectional and
// zero-width characters and invalid bytes appear as \xNN or \u{N}; longer text is cut with "...".
std::string escape_for_terminal(std::string_view text, std::size_t limit_bytes = 4096);

// A Markdown code span that no content can leave: fenced by more backticks than it contains, pipes,
// newlines, mentions and references broken.
std::string markdown_code(std::string_view text, std::size_t limit_bytes = 1024);

}  // namespace verifier
