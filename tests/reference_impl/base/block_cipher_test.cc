// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/base/block_cipher.h"

#include <vector>

#include "reference_impl/base/sha256.h"

#include <gtest/gtest.h>

namespace reference {
namespace {

std::array<std::uint8_t, 32> counting_key() {
  std::array<std::uint8_t, 32> key{};
  for (std::size_t i = 0; i < key.size(); ++i) {
    key[i] = static_cast<std::uint8_t>(i);
  }
  return key;
}

// RFC 8439, section 2.3.2: key 00..1f, nonce 000000090000004a00000000, counter 1.
TEST(ChaCha20Blocks, GivesTheBlockOfTheRfc) {
  const ChaCha20Blocks cipher(counting_key());
  std::array<std::uint8_t, 64> block{};
  cipher.key_stream(1, {0x09000000, 0x4a000000, 0}, block);
  EXPECT_EQ(to_hex(block),
            "10f1e7e4d13b5915500fdd1fa32071c4c7d1f4c733c068030422aa9ac3d46c4e"
            "d2826446079faa0914c2d705d98b02a2b5129cd1de164eb9cbd083e8a2503c4e");
}

TEST(ChaCha20Blocks, ALongerStreamIsItsBlocksInOrder) {
  const ChaCha20Blocks cipher(counting_key());
  std::array<std::uint8_t, 192> three{};
  cipher.key_stream(7, {1, 2, 3}, three);
  for (std::uint32_t i = 0; i < 3; ++i) {
    std::array<std::uint8_t, 64> one{};
    cipher.key_stream(7 + i, {1, 2, 3}, one);
    EXPECT_EQ(to_hex(one), to_hex(std::span(three).subspan(64 * i, 64)));
  }
}

// FIPS 197, appendix C.1.
TEST(Aes128Blocks, GivesTheBlockOfTheStandard) {
  const std::array<std::uint8_t, 32> key = counting_key();
  const Aes128Blocks cipher{std::span(key).first<16>()};
  CipherBlock plain{};
  for (std::size_t i = 0; i < plain.size(); ++i) {
    plain[i] = static_cast<std::uint8_t>(0x11 * i);
  }
  const std::vector<CipherBlock> in(3, plain);
  std::vector<CipherBlock> out(3);
  cipher.encrypt(in, out);
  for (const CipherBlock& block : out) {
    EXPECT_EQ(to_hex(block), "69c4e0d86a7b0430d8cdb78070b4c55a");
  }
}

}  // namespace
}  // namespace reference
