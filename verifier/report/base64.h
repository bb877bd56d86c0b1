// SPDX-License-Identifier: Apache-2.0
// Base64 (RFC 4648), strict: one text for one sequence of bytes and the other way round. Our own
// forty lines, because the library's decoder skips blanks, ignores trailing bits and knows one
// alphabet, each of which would let a signed envelope be changed without anybody noticing
// (report specification, section 9).
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace verifier {

// Standard alphabet, padded.
std::string base64_text(std::span<const std::uint8_t> bytes);

// The bytes of a padded text in the standard or in the URL-safe alphabet. Throws Error{bad_input}
// that begins with `what` for any other character, a mix of alphabets, wrong padding, and trailing
// bits that are not zero.
std::string base64_bytes(std::string_view text, const std::string& what);

}  // namespace verifier
