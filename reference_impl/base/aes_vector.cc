// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/base/aes_vector.h"

#include <algorithm>
#include <cstring>

namespace reference {
namespace {

constexpr std::size_t kRounds = 10;

std::uint8_t times_two(std::uint8_t value) {
  const unsigned doubled = static_cast<unsigned>(value) << 1U;
  return static_cast<std::uint8_t>(doubled ^ ((value & 0x80U) != 0 ? 0x1BU : 0U));
}

std::uint8_t rotated(std::uint8_t value, unsigned by) {
  return static_cast<std::uint8_t>((value << by) | (value >> (8U - by)));
}

// The S-box by its definition (FIPS 197, 5.1.1): inverses walked as powers of 3 and of its inverse.
std::array<std::uint8_t, 256> make_s_box() {
  std::array<std::uint8_t, 256> box{};
  std::uint8_t p = 1;
  std::uint8_t q = 1;
  do {
    p = static_cast<std::uint8_t>(p ^ times_two(p));
    q = static_cast<std::uint8_t>(q ^ (q << 1U));
    q = static_cast<std::uint8_t>(q ^ (q << 2U));
    q = static_cast<std::uint8_t>(q ^ (q << 4U));
    q = static_cast<std::uint8_t>(q ^ ((q & 0x80U) != 0 ? 0x09U : 0U));
    box[p] = static_cast<std::uint8_t>(q ^ rotated(q, 1) ^ rotated(q, 2) ^ rotated(q, 3) ^
                                       rotated(q, 4) ^ 0x63U);
  } while (p != 1);
  box[0] = 0x63;
  return box;
}

}  // namespace

AesRoundKeys expand_aes128_key(const std::uint8_t* key) {
  static const std::array<std::uint8_t, 256> table = make_s_box();
  AesRoundKeys keys{};
  std::memcpy(keys[0].data(), key, 16);
  std::uint8_t constant = 1;
  for (std::size_t round = 1; round <= kRounds; ++round) {
    const std::array<std::uint8_t, 16>& last = keys[round - 1];
    std::array<std::uint8_t, 4> word = {table[last[13]], table[last[14]], table[last[15]],
                                        table[last[12]]};
    word[0] = static_cast<std::uint8_t>(word[0] ^ constant);
    constant = times_two(constant);
    for (std::size_t i = 0; i < 16; ++i) {
      const std::uint8_t before = i < 4 ? word[i] : keys[round][i - 4];
      keys[round][i] = static_cast<std::uint8_t>(last[i] ^ before);
    }
  }
  return keys;
}

}  // namespace reference
