// SPDX-License-Identifier: Apache-2.0
#include "verifier/base/escape.h"

#include <cstdint>

#include <fmt/format.h>

namespace verifier {
namespace {

struct Point {
  char32_t value = 0;
  std::size_t size = 0;  // 0 where the bytes are not UTF-8
};

Point decode(std::string_view text, std::size_t at) {
  const auto lead = static_cast<unsigned char>(text[at]);
  const std::size_t size = lead < 0x80                   ? 1
                           : lead >= 0xC2 && lead < 0xE0 ? 2
                           : lead >= 0xE0 && lead < 0xF0 ? 3
                           : lead >= 0xF0 && lead < 0xF5 ? 4
                                                         : 0;
  if (size == 0 || at + size > text.size()) {
    return {};
  }
  char32_t value = size == 1 ? lead : lead & (0x7FU >> size);
  for (std::size_t i = 1; i < size; ++i) {
    const auto next = static_cast<unsigned char>(text[at + i]);
    if ((next & 0xC0U) != 0x80U) {
      return {};
    }
    value = (value << 6U) | (next & 0x3FU);
  }
  const bool bad = (size == 3 && value < 0x800) || (size == 4 && value < 0x10000) ||
                   value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF);
  return bad ? Point{} : Point{value, size};
}

// Characters that move the cursor, hide text or turn its direction.
bool is_harmful(char32_t c) {
  const bool control = c < 0x20 || (c >= 0x7F && c <= 0x9F);
  const bool bidirectional = (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) ||
                             c == 0x061C || c == 0x200E || c == 0x200F;
  const bool invisible = (c >= 0x200B && c <= 0x200D) || c == 0x2060 || c == 0xFEFF ||
                         c == 0x00AD || c == 0x2028 || c == 0x2029 ||
                         (c >= 0xE0000 && c <= 0xE007F);
  return control || bidirectional || invisible;
}

}  // namespace

std::string escape_for_terminal(std::string_view text, std::size_t limit_bytes) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    if (out.size() >= limit_bytes) {
      return out + "...";
    }
    const Point point = decode(text, at);
    if (point.size == 0) {
      out += fmt::format("\\x{:02x}", static_cast<unsigned char>(text[at]));
      at += 1;
      continue;
    }
    if (is_harmful(point.value)) {
      out += point.value < 0x100
                 ? fmt::format("\\x{:02x}", static_cast<std::uint32_t>(point.value))
                 : fmt::format("\\u{{{:x}}}", static_cast<std::uint32_t>(point.value));
    } else {
      out += text.substr(at, point.size);
    }
    at += point.size;
  }
  return out;
}

std::string markdown_code(std::string_view text, std::size_t limit_bytes) {
  std::string safe;
  std::size_t longest = 0;
  std::size_t run = 0;
  for (const char c : escape_for_terminal(text, limit_bytes)) {
    run = c == '`' ? run + 1 : 0;
    longest = run > longest ? run : longest;
    // A pipe would end a table cell even inside a code span.
    safe += c == '|' ? std::string("\\x7c") : std::string(1, c);
  }
  const std::string fence(longest + 1, '`');
  const bool pad = safe.empty() || safe.front() == '`' || safe.back() == '`';
  return fence + (pad ? " " : "") + safe + (pad ? " " : "") + fence;
}

}  // namespace verifier
