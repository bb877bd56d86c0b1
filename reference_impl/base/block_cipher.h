// SPDX-License-Identifier: Apache-2.0
// The two ciphers the state digests draw from, block by block: AES-128 (FIPS 197) and the ChaCha20
// block function (RFC 8439, 2.3). The ciphers themselves are OpenSSL's. An object may be used by
// one thread at a time; calls do not depend on each other.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>

namespace reference {

using CipherBlock = std::array<std::uint8_t, 16>;

class Aes128Blocks {
 public:
  explicit Aes128Blocks(std::span<const std::uint8_t, 16> key);
  ~Aes128Blocks();
  Aes128Blocks(Aes128Blocks&&) noexcept;
  Aes128Blocks& operator=(Aes128Blocks&&) noexcept;

  // Encrypts each block on its own; `out` has the size of `in`.
  void encrypt(std::span<const CipherBlock> in, std::span<CipherBlock> out) const;

 private:
  struct Context;
  std::unique_ptr<Context> context_;
};

class ChaCha20Blocks {
 public:
  explicit ChaCha20Blocks(std::span<const std::uint8_t, 32> key);
  ~ChaCha20Blocks();
  ChaCha20Blocks(ChaCha20Blocks&&) noexcept;
  ChaCha20Blocks& operator=(ChaCha20Blocks&&) noexcept;

  // The key stream from block `counter` on, as long as `out`; `nonce` is the three nonce words.
  // `counter` plus the number of blocks must not pass 2^32.
  void key_stream(std::uint32_t counter, const std::array<std::uint32_t, 3>& nonce,
                  std::span<std::uint8_t> out) const;

 private:
  struct Context;
  std::unique_ptr<Context> context_;
};

}  // namespace reference
