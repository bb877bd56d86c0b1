// SPDX-License-Identifier: Apache-2.0
#include "verifier/source/python_literal.h"

#include <algorithm>
#include <cstdint>

#include "reference_impl/base/utf8.h"

namespace verifier {
namespace {

struct Prefix {
  bool raw = false;
  bool bytes = false;
  bool format = false;
};

// Up to `most` digits of a base; `at` moves behind them.
std::optional<std::uint32_t> take_number(std::string_view text, std::size_t& at, std::size_t most,
                                         std::uint32_t base) {
  std::uint32_t value = 0;
  std::size_t count = 0;
  for (; count < most && at < text.size(); ++count, ++at) {
    const char c = text[at];
    const std::uint32_t digit = c >= '0' && c <= '9'   ? static_cast<std::uint32_t>(c - '0')
                                : c >= 'a' && c <= 'f' ? static_cast<std::uint32_t>(c - 'a' + 10)
                                : c >= 'A' && c <= 'F' ? static_cast<std::uint32_t>(c - 'A' + 10)
                                                       : 99;
    if (digit >= base) {
      break;
    }
    value = value * base + digit;
  }
  return count == 0 ? std::nullopt : std::optional<std::uint32_t>(value);
}

char simple_escape(char c) {
  switch (c) {
    case 'n':
      return '\n';
    case 't':
      return '\t';
    case 'r':
      return '\r';
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    case 'v':
      return '\v';
    case 'a':
      return '\a';
    default:
      return c == '\\' || c == '\'' || c == '"' ? c : '\0';
  }
}

class Unescaper {
 public:
  Unescaper(std::string_view text, bool bytes) : text_(text), bytes_(bytes) {}

  std::optional<std::string> run() {
    while (at_ < text_.size()) {
      if (text_[at_] != '\\' || at_ + 1 == text_.size()) {
        out_ += text_[at_++];
      } else if (!escape()) {
        return std::nullopt;
      }
    }
    return out_;
  }

 private:
  bool escape() {
    const char c = text_[at_ + 1];
    if (c == '\n') {
      at_ += 2;
      return true;
    }
    if (const char plain = simple_escape(c); plain != '\0') {
      out_ += plain;
      at_ += 2;
      return true;
    }
    if (c >= '0' && c <= '7') {
      ++at_;
      put(*take_number(text_, at_, 3, 8));
      return true;
    }
    if (c == 'x' || (!bytes_ && (c == 'u' || c == 'U'))) {
      at_ += 2;
      const std::size_t begin = at_;
      const std::size_t digits = c == 'x' ? 2 : c == 'u' ? 4 : 8;
      const auto code = take_number(text_, at_, digits, 16);
      if (!code || at_ - begin != digits || *code > 0x10FFFF) {
        return false;
      }
      put(*code);
      return true;
    }
    if (c == 'N' && !bytes_) {
      return false;
    }
    out_ += '\\';  // an unknown escape stands for itself
    ++at_;
    return true;
  }

  void put(std::uint32_t code) {
    if (bytes_) {
      out_ += static_cast<char>(code & 0xFFU);
    } else {
      reference::append_utf8(code, out_);
    }
  }

  std::string_view text_;
  bool bytes_;
  std::size_t at_ = 0;
  std::string out_;
};

std::optional<Prefix> take_prefix(std::string_view& source) {
  Prefix prefix;
  while (!source.empty() && source[0] != '"' && source[0] != '\'') {
    const char c = static_cast<char>(source[0] | 0x20);
    prefix.raw = prefix.raw || c == 'r';
    prefix.bytes = prefix.bytes || c == 'b';
    prefix.format = prefix.format || c == 'f';
    if (c != 'r' && c != 'b' && c != 'f' && c != 'u') {
      return std::nullopt;
    }
    source.remove_prefix(1);
  }
  return prefix;
}

// What stands between the quotes in front of `source`, which moves behind them.
std::optional<std::string_view> take_quoted(std::string_view& source) {
  if (source.size() < 2) {
    return std::nullopt;
  }
  const bool triple = source.size() >= 6 && source[1] == source[0] && source[2] == source[0];
  const std::size_t quotes = triple ? 3 : 1;
  std::size_t end = quotes;
  while (end < source.size() && source.substr(end, quotes) != source.substr(0, quotes)) {
    end += source[end] == '\\' ? 2U : 1U;
  }
  if (end >= source.size()) {
    return std::nullopt;
  }
  const std::string_view inside = source.substr(quotes, end - quotes);
  source.remove_prefix(end + quotes);
  return inside;
}

std::optional<PythonLiteral> take_literal(std::string_view& source) {
  const std::optional<Prefix> prefix = take_prefix(source);
  const std::optional<std::string_view> quoted = prefix ? take_quoted(source) : std::nullopt;
  if (!quoted) {
    return std::nullopt;
  }
  const std::string_view inside = *quoted;
  if (prefix->format && inside.find_first_of("{}") != std::string_view::npos) {
    return std::nullopt;
  }
  if (prefix->raw) {
    return PythonLiteral{prefix->bytes, std::string(inside)};
  }
  const std::optional<std::string> text = Unescaper(inside, prefix->bytes).run();
  if (!text) {
    return std::nullopt;
  }
  return PythonLiteral{prefix->bytes, *text};
}

}  // namespace

std::optional<PythonLiteral> python_literal(std::string_view source) {
  std::optional<PythonLiteral> all = take_literal(source);
  while (all && !source.empty()) {
    source.remove_prefix(std::min(source.find_first_not_of(" \t\r\f\n"), source.size()));
    const std::optional<PythonLiteral> next = take_literal(source);
    if (!next || next->is_bytes != all->is_bytes) {
      return std::nullopt;
    }
    all->bytes += next->bytes;
  }
  return all;
}

}  // namespace verifier
