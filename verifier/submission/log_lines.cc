// SPDX-License-Identifier: Apache-2.0
#include "verifier/submission/log_lines.h"

#include <algorithm>
#include <array>

#include "reference_impl/base/utf8.h"

namespace verifier {
namespace {

constexpr std::string_view kMark8 = "\xEF\xBB\xBF";
constexpr std::string_view kMark16 = "\xFF\xFE";

// Little-endian code units from `at` on; a surrogate without its partner is U+FFFD.
class Utf16Units {
 public:
  Utf16Units(std::string_view bytes, std::size_t at) : bytes_(bytes), at_(at) {}

  bool at_end() const { return at_ + 1 >= bytes_.size(); }
  std::size_t at() const { return at_; }

  char32_t next() {
    const char32_t first = unit(at_);
    at_ += 2;
    if (first < 0xD800 || first >= 0xE000) {
      return first;
    }
    const char32_t second = first < 0xDC00 && !at_end() ? unit(at_) : 0;
    if (second < 0xDC00 || second >= 0xE000) {
      return 0xFFFD;
    }
    at_ += 2;
    return 0x10000 + ((first - 0xD800) << 10U) + (second - 0xDC00);
  }

 private:
  char32_t unit(std::size_t at) const {
    return static_cast<char32_t>(static_cast<unsigned char>(bytes_[at])) |
           static_cast<char32_t>(static_cast<unsigned char>(bytes_[at + 1])) << 8U;
  }

  std::string_view bytes_;
  std::size_t at_;
};

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

void strip_escapes(std::string_view text, std::string& plain) {
  plain.clear();
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] == '\x1b') {
      at = end_of_escape(text, at);
    } else {
      plain += text[at++];
    }
  }
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

bool has_byte(std::string_view bytes, char byte) {
  return bytes.find(byte) != std::string_view::npos;
}

}  // namespace

LogLines::LogLines(std::string_view bytes) : bytes_(bytes.substr(0, kMaxLogBytes)) {
  utf16_ = bytes_.starts_with(kMark16);
  if (utf16_) {
    at_ = kMark16.size();
    return;
  }
  at_ = bytes_.starts_with(kMark8) ? kMark8.size() : 0;
  feed_at_ = at_;
  has_returns_ = has_byte(bytes_, '\r');
  has_escapes_ = has_byte(bytes_, '\x1b');
  plain_ = !has_returns_ && !has_escapes_;
  if (at_ < bytes_.size()) {
    feed_at_ = std::min(bytes_.find('\n', at_), bytes_.size());
  }
}

// The line feed is remembered, so that many carriage returns before it do not make reading
// quadratic.
std::size_t LogLines::line_end() {
  if (feed_at_ < at_) {
    feed_at_ = std::min(bytes_.find('\n', at_), bytes_.size());
  }
  if (!has_returns_) {
    return feed_at_;
  }
  const std::size_t length = bytes_.substr(at_, feed_at_ - at_).find('\r');
  return length == std::string_view::npos ? feed_at_ : at_ + length;
}

std::optional<LogLine> LogLines::next_unusual() {
  if (utf16_) {
    return next_utf16();
  }
  if (at_ >= bytes_.size()) {
    return std::nullopt;
  }
  const std::size_t end = line_end();
  const std::size_t length = end - at_;
  LogLine line{number_, at_, bytes_.substr(at_, std::min(length, kMaxLineBytes)),
               length > kMaxLineBytes};
  number_ += end == feed_at_ ? 1U : 0U;
  at_ = end + 1;
  if (has_escapes_ && has_byte(line.text, '\x1b')) {
    strip_escapes(line.text, without_colour_);
    line.text = without_colour_;
  }
  return line;
}

void LogLines::skip_to(std::size_t offset, std::uint64_t number) {
  // Before the first line there may be a byte-order mark.
  at_ = std::max(at_, std::min(offset, bytes_.size()));
  number_ = number;
}

std::optional<LogLine> LogLines::next_utf16() {
  Utf16Units units(bytes_, at_);
  if (units.at_end()) {
    return std::nullopt;
  }
  LogLine line{number_, at_, "", false};
  buffer_.clear();
  while (!units.at_end()) {
    const char32_t c = units.next();
    if (c == '\n' || c == '\r') {
      number_ += c == '\n' ? 1U : 0U;
      break;
    }
    if (buffer_.size() < kMaxLineBytes) {
      reference::append_utf8(c, buffer_);
    } else {
      line.cut = true;
    }
  }
  at_ = units.at();
  strip_escapes(buffer_, without_colour_);
  line.text = without_colour_;
  return line;
}

bool is_binary(std::string_view bytes) {
  return !bytes.starts_with(kMark16) && has_byte(bytes.substr(0, kMaxLogBytes), '\0');
}

std::string_view without_prefix(std::string_view line) {
  // Every prefix begins with a digit or a bracket.
  if (line.empty() || (line[0] != '[' && !is_digit(line[0]))) {
    return line;
  }
  for (const std::string_view shape : kPrefixes) {
    const std::size_t length = matched_length(line, shape);
    if (length != 0) {
      return line.substr(length);
    }
  }
  return line;
}

}  // namespace verifier
