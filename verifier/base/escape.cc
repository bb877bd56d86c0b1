// SPDX-License-Identifier: Apache-2.0
#include "verifier/base/escape.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "reference_impl/base/utf8.h"

#include <fmt/format.h>

namespace verifier {
namespace {

struct Range {
  char32_t first;
  char32_t last;
};

// Characters that move the cursor, hide text or turn its direction: the Unicode categories Cc, Cf,
// Zl and Zp, and what is no character at all. In order.
constexpr std::array<Range, 23> kHarmful = {{
    {0x0080, 0x009F},   {0x00AD, 0x00AD},   {0x0600, 0x0605},     {0x061C, 0x061C},
    {0x06DD, 0x06DD},   {0x070F, 0x070F},   {0x0890, 0x0891},     {0x08E2, 0x08E2},
    {0x180E, 0x180E},   {0x200B, 0x200F},   {0x2028, 0x202E},     {0x2060, 0x206F},
    {0xFDD0, 0xFDEF},   {0xFEFF, 0xFEFF},   {0xFFF9, 0xFFFB},     {0xFFFE, 0xFFFF},
    {0x110BD, 0x110BD}, {0x110CD, 0x110CD}, {0x13430, 0x1343F},   {0x1BCA0, 0x1BCA3},
    {0x1D173, 0x1D17A}, {0xE0000, 0xE007F}, {0x10FFFF, 0x10FFFF},
}};

bool is_harmful(char32_t c) {
  if (c < 0x80) {
    return c < 0x20 || c == 0x7F;  // most of all text
  }
  const bool no_character = c > 0xFFFF && (c & 0xFFFEU) == 0xFFFE;
  return no_character || std::any_of(kHarmful.begin(), kHarmful.end(), [c](const Range& range) {
           return c >= range.first && c <= range.last;
         });
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// Whether the character at a place would start or end something in Markdown that a code span must
// not hold even where a renderer has no code spans: a table cell, a mention, a reference, a link.
bool is_active_in_markdown(std::string_view text, std::size_t at) {
  const char next = at + 1 < text.size() ? text[at + 1] : '\0';
  const std::string_view rest = text.substr(at);
  switch (text[at]) {
    case '|':
    case '@':
      return true;
    case '#':
      return is_digit(next);
    case '-':
      return is_digit(next) && at >= 2 && text.substr(at - 2, 2) == "GH";
    case ':':
      return rest.starts_with("://");
    case '.':
      return at >= 3 && text.substr(at - 3, 3) == "www";
    default:
      return false;
  }
}

}  // namespace

std::string escape_for_terminal(std::string_view text, std::size_t limit_bytes) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    if (out.size() >= limit_bytes) {
      return out + "...";
    }
    const reference::Utf8Point point = reference::utf8_at(text, at);
    if (point.size == 0) {
      out += fmt::format("\\x{:02x}", static_cast<unsigned char>(text[at]));
      at += 1;
      continue;
    }
    // "##[" starts a command to a job's runner wherever it stands in a line.
    const bool runner_command = text.substr(at, 3) == "##[";
    if (is_harmful(point.value) || runner_command) {
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

std::string inert_line(std::string line) {
  const std::size_t first = line.find_first_not_of(" \t");
  if (first != std::string::npos && line.compare(first, 2, "::") == 0) {
    line.replace(first, 1, "\\x3a");
  }
  return line;
}

std::string markdown_code(std::string_view text, std::size_t limit_bytes) {
  const std::string shown = escape_for_terminal(text, limit_bytes);
  std::string safe;
  std::size_t longest = 0;
  std::size_t run = 0;
  for (std::size_t at = 0; at < shown.size(); ++at) {
    const char c = shown[at];
    run = c == '`' ? run + 1 : 0;
    longest = std::max(longest, run);
    safe += is_active_in_markdown(shown, at)
                ? fmt::format("\\x{:02x}", static_cast<unsigned char>(c))
                : std::string(1, c);
  }
  const std::string fence(longest + 1, '`');
  const bool pad = safe.empty() || safe.front() == '`' || safe.back() == '`';
  return fence + (pad ? " " : "") + safe + (pad ? " " : "") + fence;
}

}  // namespace verifier
