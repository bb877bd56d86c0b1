// SPDX-License-Identifier: Apache-2.0
// What a submitter wrote, made safe to show (security specification, R-01 and R-03).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace verifier {

// Printable text for a terminal or log line: valid UTF-8 is kept; control, bidirectional,
// zero-width and invalid characters appear as \xNN or \u{N}, and so does the first "#" of "##[",
// which starts a command to a job's runner; longer text is cut with "...".
std::string escape_for_terminal(std::string_view text, std::size_t limit_bytes = 4096);

// A line that no job's runner takes for a command: one that begins with "::" no longer does. For a
// line that is printed whole, after its parts were escaped.
std::string inert_line(std::string line);

// A Markdown code span that no content can leave: fenced by more backticks than it contains; pipes,
// newlines, mentions, references and links broken.
std::string markdown_code(std::string_view text, std::size_t limit_bytes = 1024);

}  // namespace verifier
