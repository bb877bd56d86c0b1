// SPDX-License-Identifier: Apache-2.0
#include "verifier/gather/python_literal.h"

#include <cstdint>

namespace verifier {
namespace {

struct Prefix {
  bool raw = false;
  bool bytes = false;
  bool format = false;
};

void put_utf8(std::uint32_t code, std::string& out) {
  const auto put = [&](std::uint32_t value) { out += static_cast<char>(value); };
  if (code < 0x80) {
    put(code);
  } else if (code < 0x800) {
    put(0xC0U | (code >> 6U));
    put(0x80U | (code & 0x3FU));
  } else if (code < 0x10000) {
    put(0xE0U | (code >> 12U));
    put(0x80U | ((code >> 6U) & 0x3FU));
    put(0x80U | (code & 0x3FU));
  } else {
    put(0xF0U | (code >> 18U));
    put(0x80U | ((code >> 12U) & 0x3FU));
    put(0x80U | ((code >> 6U) & 0x3FU));
    put(0x80U | (code & 0x3FU));
  }
}

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
      put_utf8(code, out_);
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

}  // namespace

std::optional<PythonLiteral> python_literal(std::string_view source) {
  const std::optional<Prefix> prefix = take_prefix(source);
  if (!prefix || source.size() < 2) {
    return std::nullopt;
  }
  const bool triple = source.size() >= 6 && source[1] == source[0] && source[2] == source[0];
  const std::size_t quotes = triple ? 3 : 1;
  const std::string_view end = source.substr(source.size() - quotes);
  if (end != source.substr(0, quotes)) {
    return std::nullopt;
  }
  const std::string_view inside = source.substr(quotes, source.size() - 2 * quotes);
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

}  // namespace verifier
