// SPDX-License-Identifier: Apache-2.0
#include "verifier/base/numbers.h"

#include <fmt/format.h>

namespace verifier {

std::string grouped(std::uint64_t value) {
  const std::string digits = std::to_string(value);
  std::string text;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i != 0 && (digits.size() - i) % 3 == 0) {
      text += ',';
    }
    text += digits[i];
  }
  return text;
}

std::string fixed(double value, int decimals) {
  return fmt::format("{:.{}f}", value, decimals);
}

std::string counted(std::uint64_t count, const std::string& noun) {
  return grouped(count) + " " + noun + (count == 1 ? "" : "s");
}

std::string hex_byte(unsigned char byte) {
  return fmt::format("{:02x}", byte);
}

}  // namespace verifier
