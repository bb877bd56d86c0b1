// SPDX-License-Identifier: Apache-2.0
#include "verifier/submission/log_lines.h"

#include <algorithm>
#include <array>

namespace verifier {
namespace {

constexpr std::string_view kMark8 = "\xEF\xBB\xBF";
constexpr std::string_view kMark16 = "\xFF\xFE";

void append_utf8(std::string& out, char32_t c) {
  if (c < 0x80) {
    out += static_cast<char>(c);
  } else if (c < 0x800) {
    out += static_cast<char>(0xC0U | (c >> 6U));
    out += static_cast<char>(0x80U | (c & 0x3FU));
  } else if (c < 0x10000) {
    out += static_cast<char>(0xE0U | (c >> 12U));
    out += static_cast<char>(0x80U | ((c >> 6U) & 0x3FU));
    out += static_cast<char>(0x80U | (c & 0x3FU));
  } else {
    out += static_cast<char>(0xF0U | (c >> 18U));
    out += static_cast<char>(0x80U | ((c >> 12U) & 0x3FU));
    out += static_cast<char>(0x80U | ((c >> 6U) & 0x3FU));
    out += static_cast<char>(0x80U | (c & 0x3FU));
  }
}

std::string from_utf16(std::string_view bytes) {
  const auto unit = [&](std::size_t at) {
    return static_cast<char32_t>(static_cast<unsigned char>(bytes[at])) |
           static_cast<char32_t>(static_cast<unsigned char>(bytes[at + 1])) << 8U;
  };
  std::string out;
  out.reserve(bytes.size());
  for (std::size_t at = kMark16.size(); at + 1 < bytes.size(); at += 2) {
    char32_t c = unit(at);
    const bool high = c >= 0xD800 && c < 0xDC00 && at + 3 < bytes.size();
    if (high && unit(at + 2) >= 0xDC00 && unit(at + 2) < 0xE000) {
      c = 0x10000 + ((c - 0xD800) << 10U) + (unit(at + 2) - 0xDC00);
      at += 2;
    }
    append_utf8(out, c >= 0xD800 && c < 0xE000 ? 0xFFFD : c);
  }
  return out;
}

// Where the control sequence that starts at an ESC ends.
std::size_t end_of_escape(std::string_view text, std::size_t at) {
  if (at + 1 >= text.size() || text[at + 1] != '[') {
    return std::min(at + 2, text.size());
  }
  std::size_t end = at + 2;
  while (end < text.size() && (text[end] < '@' || text[end] > '~')) {
    ++end;
  }
  return std::min(end + 1, text.size());
}

std::string without_escapes(std::string_view text) {
  std::string plain;
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] == '\x1b') {
      at = end_of_escape(text, at);
    } else {
      plain += text[at++];
    }
  }
  return plain;
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// The length of what matches a prefix template at the start of a line: '#' is one digit, '*' one or
// more digits, anything else itself. 0 where it does not match.
std::size_t matched_length(std::string_view line, std::string_view shape) {
  std::size_t at = 0;
  for (const char wanted : shape) {
    if (at >= line.size()) {
      return 0;
    }
    const bool is_class = wanted == '#' || wanted == '*';
    if (is_class ? !is_digit(line[at]) : line[at] != wanted) {
      return 0;
    }
    ++at;
    while (wanted == '*' && at < line.size() && is_digit(line[at])) {
      ++at;
    }
  }
  return at;
}

constexpr std::array<std::string_view, 9> kPrefixes = {
    "##########.* ",
    "[##:##:##] ",
    "[####-##-## ##:##:##] INFO: ",
    "[####-##-## ##:##:##] ",
    "####-##-## ##:##:##+##:## ",
    "[rank*]: ",
    "[rank*]:",
    "[default*]:",
    "[train] ",
};

}  // namespace

LogLines::LogLines(std::string_view bytes) : rest_(bytes) {
  if (bytes.starts_with(kMark16)) {
    converted_ = from_utf16(bytes);
    rest_ = converted_;
  } else if (bytes.starts_with(kMark8)) {
    rest_.remove_prefix(kMark8.size());
  }
}

std::optional<LogLine> LogLines::next() {
  if (rest_.empty()) {
    return std::nullopt;
  }
  const std::size_t end = std::min(rest_.find_first_of("\r\n"), rest_.size());
  LogLine line{number_, rest_.substr(0, std::min(end, kMaxLineBytes)), end > kMaxLineBytes};
  if (end < rest_.size() && rest_[end] == '\n') {
    ++number_;
  }
  rest_.remove_prefix(std::min(end + 1, rest_.size()));
  if (line.text.find('\x1b') != std::string_view::npos) {
    without_colour_ = without_escapes(line.text);
    line.text = without_colour_;
  }
  return line;
}

bool is_binary(std::string_view bytes) {
  return !bytes.starts_with(kMark16) && bytes.find('\0') != std::string_view::npos;
}

std::string_view without_prefix(std::string_view line) {
  for (const std::string_view shape : kPrefixes) {
    const std::size_t length = matched_length(line, shape);
    if (length != 0) {
      return line.substr(length);
    }
  }
  return line;
}

}  // namespace verifier
