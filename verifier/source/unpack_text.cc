// SPDX-License-Identifier: Apache-2.0
#include "verifier/source/unpack_text.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace verifier {
namespace {

constexpr std::uint8_t kNoDigit = 0xFF;
constexpr std::string_view kBase64 =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view kBase64Url =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::string_view kBase32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
constexpr std::string_view kBase16 = "0123456789ABCDEF";
constexpr std::string_view kBase85 =
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~";

using Digits = std::array<std::uint8_t, 256>;

Digits digits_of(std::string_view alphabet) {
  Digits digits{};
  digits.fill(kNoDigit);
  for (std::size_t i = 0; i < alphabet.size(); ++i) {
    digits[static_cast<unsigned char>(alphabet[i])] = static_cast<std::uint8_t>(i);
  }
  return digits;
}

// Digits of a power-of-two alphabet; `skip_others` leaves out what is no digit, as b64decode does.
std::optional<std::string> decode_bits(std::string_view text, std::string_view alphabet,
                                       unsigned bits_each, bool skip_others) {
  const Digits digits = digits_of(alphabet);
  std::string out;
  std::uint32_t group = 0;
  unsigned bits = 0;
  for (const char c : text) {
    if (c == '=') {
      break;
    }
    const std::uint8_t digit = digits[static_cast<unsigned char>(c)];
    if (digit == kNoDigit && skip_others) {
      continue;
    }
    if (digit == kNoDigit) {
      return std::nullopt;
    }
    group = (group << bits_each) | digit;
    bits += bits_each;
    if (bits >= 8) {
      bits -= 8;
      out += static_cast<char>((group >> bits) & 0xFFU);
      group &= (1U << bits) - 1U;
    }
  }
  return out;
}

// Four bytes from five digits; `missing` digits of the last group were put in by us.
bool put_group(const std::array<std::uint8_t, 5>& group, std::size_t missing, std::string& out) {
  std::uint64_t value = 0;
  for (const std::uint8_t digit : group) {
    value = value * 85 + digit;
  }
  if (value > 0xFFFFFFFFULL) {
    return false;
  }
  for (std::size_t i = 0; i + missing < 4; ++i) {
    out += static_cast<char>((value >> (24 - 8 * i)) & 0xFFU);
  }
  return true;
}

std::optional<std::string> decode_85(std::string_view text, const Digits& digits, bool ascii85) {
  std::string out;
  std::array<std::uint8_t, 5> group{};
  std::size_t filled = 0;
  for (const char c : text) {
    if (ascii85 && (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\v')) {
      continue;
    }
    if (ascii85 && c == 'z' && filled == 0) {
      out.append(4, '\0');
      continue;
    }
    group[filled] = digits[static_cast<unsigned char>(c)];
    if (group[filled] == kNoDigit) {
      return std::nullopt;
    }
    filled = (filled + 1) % 5;
    if (filled == 0 && !put_group(group, 0, out)) {
      return std::nullopt;
    }
  }
  if (filled == 0) {
    return out;
  }
  const std::size_t missing = 5 - filled;
  std::fill(group.begin() + static_cast<std::ptrdiff_t>(filled), group.end(), std::uint8_t{84});
  return put_group(group, missing, out) ? std::optional<std::string>(out) : std::nullopt;
}

std::optional<std::string> decode_ascii85(std::string_view text) {
  if (text.starts_with("<~")) {
    text.remove_prefix(2);
  }
  if (text.ends_with("~>")) {
    text.remove_suffix(2);
  }
  Digits digits{};
  digits.fill(kNoDigit);
  for (std::uint8_t i = 0; i < 85; ++i) {
    digits[static_cast<std::size_t>('!') + i] = i;
  }
  return decode_85(text, digits, true);
}

}  // namespace

std::optional<std::string> decode_text(std::string_view encoding, std::string_view text) {
  if (encoding == "base64") {
    return decode_bits(text, kBase64, 6, true);
  }
  if (encoding == "base64url") {
    return decode_bits(text, kBase64Url, 6, true);
  }
  if (encoding == "base32") {
    return decode_bits(text, kBase32, 5, false);
  }
  if (encoding == "base16") {
    std::string upper(text);
    std::transform(upper.begin(), upper.end(), upper.begin(),
                   [](char c) { return c >= 'a' && c <= 'f' ? static_cast<char>(c - 32) : c; });
    return decode_bits(upper, kBase16, 4, false);
  }
  if (encoding == "base85") {
    return decode_85(text, digits_of(kBase85), false);
  }
  return encoding == "ascii85" ? decode_ascii85(text) : std::nullopt;
}

}  // namespace verifier
