// SPDX-License-Identifier: Apache-2.0
// SHA-256 (FIPS 180-4) over bytes, whole or in pieces, and its lowercase hex form. The hash itself
// is OpenSSL's.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace reference {

using Digest256 = std::array<std::uint8_t, 32>;

class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(Sha256&&) noexcept;
  Sha256& operator=(Sha256&&) noexcept;

  Sha256& update(std::span<const std::uint8_t> bytes);
  Sha256& update(std::string_view text);
  // Ends the hash; the object must not be used afterwards.
  Digest256 finish();

 private:
  struct Context;
  std::unique_ptr<Context> context_;
};

Digest256 sha256(std::span<const std::uint8_t> bytes);
Digest256 sha256(std::string_view text);

// Lowercase hexadecimal of any bytes.
std::string to_hex(std::span<const std::uint8_t> bytes);

// The bytes of a hexadecimal string of exactly 64 digits; throws Error{bad_input} otherwise.
Digest256 digest_from_hex(std::string_view hex);

// A view of a string's bytes, for the interfaces that take bytes.
std::span<const std::uint8_t> as_bytes(std::string_view text);

}  // namespace reference
