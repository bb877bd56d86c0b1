// SPDX-License-Identifier: Apache-2.0
#include "verifier/report/base64.h"

#include <array>

#include "reference_impl/base/error.h"

namespace verifier {
namespace {

using reference::Error;
using reference::ErrorKind;

constexpr std::string_view kAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::uint8_t kNoDigit = 0xFF;

// Character -> six bits, of the standard alphabet with the last two characters replaced.
std::array<std::uint8_t, 256> digit_table(char sixty_two, char sixty_three) {
  std::array<std::uint8_t, 256> table{};
  table.fill(kNoDigit);
  for (std::uint8_t i = 0; i < 62; ++i) {
    table[static_cast<unsigned char>(kAlphabet[i])] = i;
  }
  table[static_cast<unsigned char>(sixty_two)] = 62;
  table[static_cast<unsigned char>(sixty_three)] = 63;
  return table;
}

[[noreturn]] void refuse(const std::string& what, const std::string& why) {
  throw Error(ErrorKind::bad_input, what + ": not strict base64: " + why);
}

std::size_t padding_of(std::string_view text) {
  return text.ends_with("==") ? 2 : text.ends_with("=") ? 1 : 0;
}

}  // namespace

std::string base64_text(std::span<const std::uint8_t> bytes) {
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t at = 0; at < bytes.size(); at += 3) {
    const std::size_t count = bytes.size() - at < 3 ? bytes.size() - at : 3;
    std::uint32_t group = 0;
    for (std::size_t i = 0; i < 3; ++i) {
      group = (group << 8U) | (i < count ? bytes[at + i] : 0U);
    }
    for (std::size_t i = 0; i < 4; ++i) {
      text += i <= count ? kAlphabet[(group >> (18U - 6U * i)) & 63U] : '=';
    }
  }
  return text;
}

std::string base64_bytes(std::string_view text, const std::string& what) {
  if (text.size() % 4 != 0) {
    refuse(what, std::to_string(text.size()) + " characters, expected a multiple of 4, padded");
  }
  const bool url_safe = text.find_first_of("-_") != std::string_view::npos;
  const auto digits = url_safe ? digit_table('-', '_') : digit_table('+', '/');
  const std::size_t padding = padding_of(text);
  const std::size_t size = text.size() - padding;
  std::string bytes;
  bytes.reserve(text.size() / 4 * 3);
  std::uint32_t group = 0;
  unsigned bits = 0;
  for (std::size_t i = 0; i < size; ++i) {
    const std::uint8_t digit = digits[static_cast<unsigned char>(text[i])];
    if (digit == kNoDigit) {
      refuse(what, "character " + std::to_string(i + 1) + " is not of its alphabet");
    }
    group = (group << 6U) | digit;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes += static_cast<char>((group >> bits) & 0xFFU);
      group &= (1U << bits) - 1U;
    }
  }
  if (group != 0) {
    refuse(what, "the unused bits before the padding are not zero");
  }
  return bytes;
}

}  // namespace verifier
