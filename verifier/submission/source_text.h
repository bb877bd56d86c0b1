// SPDX-License-Identifier: Apache-2.0
// A script's text made comparable with the copy of it that a log carries: logs change line ends,
// lose blanks at the ends of lines and add or lose empty lines before and after. Both sides of a
// comparison go through these functions.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace verifier {

// Lowercase hex SHA-256 of the text with every line end (CRLF, CR, LF) as one LF, without spaces,
// tabs and form feeds at the ends of lines, without empty lines at either end and without a
// byte-order mark; the last line is ended too. Empty text has the digest of no bytes.
std::string source_text_digest(std::string_view text);

// Bytes of the text where every line end counts as one: what a script that opens itself in text
// mode measures as its own size.
std::uint64_t source_text_bytes(std::string_view text);

}  // namespace verifier
