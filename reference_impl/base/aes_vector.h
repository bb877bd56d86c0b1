// SPDX-License-Identifier: Apache-2.0
// AES-128 over many independent blocks, four to an instruction, for processors that have the wide
// AES instructions. What it computes is exactly FIPS 197; block_cipher.cc asks at run time whether
// it may be used and has OpenSSL otherwise.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace reference {

// The eleven round keys, 16 bytes each.
using AesRoundKeys = std::array<std::array<std::uint8_t, 16>, 11>;

// Whether this processor has what encrypt_wide() needs.
bool has_wide_aes();

// Portable: the key schedule of FIPS 197, 5.2.
AesRoundKeys expand_aes128_key(const std::uint8_t* key);

// Encrypts `count` blocks of 16 bytes. Only where has_wide_aes().
void encrypt_wide(const AesRoundKeys& keys, const std::uint8_t* in, std::uint8_t* out,
                  std::size_t count);

}  // namespace reference
