// SPDX-License-Identifier: Apache-2.0
// Bytes out of the text encodings that Python's base64 module reads, as leniently as it reads them:
// what a script's own call would accept must not come out as unreadable.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace verifier {

// The alphabets that a script may name: "base64", "base64url", "base32", "base16", "base85" (of
// git and RFC 1924), "ascii85" (of Adobe and btoa). Nothing where the text is not of its alphabet.
std::optional<std::string> decode_text(std::string_view encoding, std::string_view text);

}  // namespace verifier
