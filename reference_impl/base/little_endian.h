// SPDX-License-Identifier: Apache-2.0
// Unsigned numbers as files of every kind carry them: least byte first.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace reference {

// The number that all of the bytes make, at most eight.
inline std::uint64_t little_endian(std::string_view bytes) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    value |= std::uint64_t{static_cast<unsigned char>(bytes[i])} << (8 * i);
  }
  return value;
}

// Appends the lowest `bytes` bytes of a number, at most eight.
inline void append_little_endian(std::string& text, std::uint64_t value, std::size_t bytes) {
  for (std::size_t i = 0; i < bytes; ++i) {
    text += static_cast<char>(static_cast<std::uint8_t>(value >> (8 * i)));
  }
}

}  // namespace reference
