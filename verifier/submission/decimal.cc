// SPDX-License-Identifier: Apache-2.0
#include "verifier/submission/decimal.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace verifier {
namespace {

std::size_t digits_at(std::string_view text, std::size_t at) {
  std::size_t end = at;
  while (end < text.size() && text[end] >= '0' && text[end] <= '9') {
    ++end;
  }
  return end - at;
}

std::size_t sign_at(std::string_view text, std::size_t at) {
  return at < text.size() && (text[at] == '-' || text[at] == '+') ? 1 : 0;
}

}  // namespace

std::size_t number_length(std::string_view text) {
  std::size_t at = sign_at(text, 0);
  const std::size_t whole = digits_at(text, at);
  if (whole == 0) {
    return 0;
  }
  at += whole;
  if (at < text.size() && text[at] == '.') {
    at += 1 + digits_at(text, at + 1);
  }
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    const std::size_t sign = sign_at(text, at + 1);
    const std::size_t exponent = digits_at(text, at + 1 + sign);
    at += exponent == 0 ? 0 : 1 + sign + exponent;
  }
  return at;
}

std::optional<Decimal> parse_decimal(std::string_view text) {
  if (text.empty() || number_length(text) != text.size()) {
    return std::nullopt;
  }
  const std::string_view unsigned_text = text.substr(text[0] == '+' ? 1 : 0);
  Decimal number;
  const auto parsed = std::from_chars(unsigned_text.data(),
                                      unsigned_text.data() + unsigned_text.size(), number.value);
  if (parsed.ec != std::errc() || !std::isfinite(number.value)) {
    return std::nullopt;
  }
  const std::size_t exponent_at = text.find_first_of("eE");
  const std::string_view mantissa = text.substr(0, exponent_at);
  const std::size_t point = mantissa.find('.');
  int decimals =
      point == std::string_view::npos ? 0 : static_cast<int>(mantissa.size() - point - 1);
  if (exponent_at != std::string_view::npos) {
    int exponent = 0;
    const std::size_t start = exponent_at + 1 + (text[exponent_at + 1] == '+' ? 1 : 0);
    std::from_chars(text.data() + start, text.data() + text.size(), exponent);
    decimals -= exponent;
  }
  number.decimals = std::clamp(decimals, 0, 400);
  number.text = std::string(text);
  return number;
}

double half_unit(const Decimal& number) {
  return 0.5 * std::pow(10.0, -number.decimals);
}

}  // namespace verifier
