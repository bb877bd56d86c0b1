// SPDX-License-Identifier: Apache-2.0
// Ed25519 (RFC 8032, pure, never pre-hashed), by OpenSSL: keys, signatures, and their PEM forms.
// A signature that does not verify is an answer, not an error; encodings with S >= L and public
// keys of small order never verify (report specification, section 9).
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace verifier {

struct PublicKey {
  std::array<std::uint8_t, 32> bytes{};
  bool operator==(const PublicKey&) const = default;
};

// The key of a "PUBLIC KEY" PEM text. Throws Error{bad_input} that begins with `where` for anything
// but Ed25519 and for keys of small order.
PublicKey public_key_from_pem(std::string_view pem, const std::string& where);

std::string to_pem(const PublicKey& key);

// Lowercase hex SHA-256 of the DER SubjectPublicKeyInfo. A hint for people; decides nothing.
std::string key_id(const PublicKey& key);

// A point of order 1, 2, 4 or 8: anybody can make signatures for it.
bool is_small_order(const PublicKey& key);

// Whether `signature` is this key's over exactly these bytes.
bool verifies(const PublicKey& key, std::string_view message, std::string_view signature);

// A private key; its memory is cleared when it goes.
class SigningKey {
 public:
  static SigningKey generate();
  static SigningKey from_seed(std::span<const std::uint8_t, 32> seed);
  // Unencrypted PKCS#8 PEM; throws Error{bad_input} that begins with `where`, and never shows what
  // was read.
  static SigningKey from_pem(std::string_view pem, const std::string& where);

  ~SigningKey();
  SigningKey(SigningKey&&) noexcept;
  SigningKey& operator=(SigningKey&&) noexcept;

  // PKCS#8 PEM. The caller wipes it.
  std::string pem() const;
  PublicKey public_key() const;
  // 64 bytes; the same bytes for the same message.
  std::string sign(std::string_view message) const;

 private:
  struct State;
  explicit SigningKey(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// Overwrites a secret in a way that the compiler keeps, and empties it.
void wipe(std::string& secret);

}  // namespace verifier
