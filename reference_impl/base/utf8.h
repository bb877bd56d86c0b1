// SPDX-License-Identifier: Apache-2.0
// UTF-8 read strictly: no overlong forms, no surrogates, nothing above U+10FFFF.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace reference {

struct Utf8Point {
  char32_t value = 0;
  std::size_t size = 0;  // bytes; 0 where they are not UTF-8
};

// The character that starts at a place inside the text.
Utf8Point utf8_at(std::string_view text, std::size_t at);

// The inverse: up to four bytes for a value below 2^21, which may be a surrogate.
void append_utf8(char32_t value, std::string& out);

// Whether all bytes are UTF-8.
bool is_utf8(std::string_view text);

}  // namespace reference
