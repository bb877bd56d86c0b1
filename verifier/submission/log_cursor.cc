// SPDX-License-Identifier: Apache-2.0
#include "verifier/submission/log_cursor.h"

#include <algorithm>
#include <string>

#include "verifier/submission/decimal.h"

namespace verifier {
namespace {

constexpr std::uint64_t kMaxExact = (std::uint64_t{1} << 53U) - 1;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

std::size_t digits_in_front(std::string_view text) {
  std::size_t length = 0;
  while (length < text.size() && is_digit(text[length])) {
    ++length;
  }
  return length;
}

std::optional<std::uint64_t> value_of(std::string_view digits) {
  std::uint64_t value = 0;
  for (const char c : digits) {
    if (c == ',') {
      continue;
    }
    value = value * 10 + static_cast<std::uint64_t>(c - '0');
    if (value > kMaxExact) {
      return std::nullopt;
    }
  }
  return value;
}

}  // namespace

std::optional<std::uint64_t> LogCursor::integer() {
  const std::size_t length = digits_in_front(rest_);
  const auto value = length == 0 ? std::nullopt : value_of(rest_.substr(0, length));
  if (value) {
    rest_.remove_prefix(length);
  }
  return value;
}

std::optional<std::uint64_t> LogCursor::grouped_integer() {
  if (rest_.empty() || !is_digit(rest_[0])) {
    return std::nullopt;
  }
  const std::size_t length = std::min(rest_.find_first_not_of("0123456789,"), rest_.size());
  const auto value = value_of(rest_.substr(0, length));
  if (value) {
    rest_.remove_prefix(length);
  }
  return value;
}

std::optional<Decimal> LogCursor::number() {
  const std::size_t length = number_length(rest_);
  auto value = parse_decimal(rest_.substr(0, length));
  if (value) {
    rest_.remove_prefix(length);
  }
  return value;
}

std::string_view LogCursor::until(char stop) {
  const std::string_view taken = rest_.substr(0, std::min(rest_.find(stop), rest_.size()));
  rest_.remove_prefix(taken.size());
  return taken;
}

bool LogCursor::find(std::string_view literal) {
  const std::size_t at = rest_.find(literal);
  if (at == std::string_view::npos) {
    return false;
  }
  rest_.remove_prefix(at + literal.size());
  return true;
}

}  // namespace verifier
