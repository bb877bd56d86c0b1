// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/base/sha256.h"

#include "reference_impl/base/error.h"

#include <openssl/evp.h>

namespace reference {

struct Sha256::Context {
  EVP_MD_CTX* evp = nullptr;
  ~Context() { EVP_MD_CTX_free(evp); }
};

namespace {

// Looked up once: OpenSSL searches its providers anew for each digest that is started by its
// built-in name, which costs more than hashing a short text.
const EVP_MD* fetched_sha256() {
  static EVP_MD* const digest = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  return digest;
}

// Begins a digest; a context that is used again keeps what it has.
void start(EVP_MD_CTX* context) {
  require(context != nullptr && fetched_sha256() != nullptr &&
              EVP_DigestInit_ex(context, fetched_sha256(), nullptr) == 1,
          "SHA-256 could not be started");
}

Digest256 finish_digest(EVP_MD_CTX* context) {
  Digest256 digest{};
  unsigned int size = 0;
  require(EVP_DigestFinal_ex(context, digest.data(), &size) == 1 && size == digest.size(),
          "SHA-256 could not be finished");
  return digest;
}

}  // namespace

Sha256::Sha256() : context_(std::make_unique<Context>()) {
  context_->evp = EVP_MD_CTX_new();
  start(context_->evp);
}

Sha256::~Sha256() = default;
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;

Sha256& Sha256::update(std::span<const std::uint8_t> bytes) {
  require(EVP_DigestUpdate(context_->evp, bytes.data(), bytes.size()) == 1, "SHA-256 failed");
  return *this;
}

Sha256& Sha256::update(std::string_view text) {
  return update(as_bytes(text));
}

Digest256 Sha256::finish() {
  return finish_digest(context_->evp);
}

// Short texts are hashed by the million: making a context costs more than hashing one.
Digest256 sha256(std::span<const std::uint8_t> bytes) {
  struct Reused {
    EVP_MD_CTX* evp = EVP_MD_CTX_new();
    ~Reused() { EVP_MD_CTX_free(evp); }
  };
  static thread_local const Reused context;
  start(context.evp);
  require(EVP_DigestUpdate(context.evp, bytes.data(), bytes.size()) == 1, "SHA-256 failed");
  return finish_digest(context.evp);
}

Digest256 sha256(std::string_view text) {
  return sha256(as_bytes(text));
}

std::string to_hex(std::span<const std::uint8_t> bytes) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string hex;
  hex.reserve(bytes.size() * 2);
  for (const std::uint8_t byte : bytes) {
    hex += kDigits[byte >> 4U];
    hex += kDigits[byte & 15U];
  }
  return hex;
}

Digest256 digest_from_hex(std::string_view hex) {
  Digest256 digest{};
  bool good = hex.size() == 2 * digest.size();
  for (std::size_t i = 0; good && i < hex.size(); ++i) {
    const char c = hex[i];
    const int nibble = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
    good = nibble >= 0;
    if (good) {
      digest[i / 2] = static_cast<std::uint8_t>((digest[i / 2] << 4U) | nibble);
    }
  }
  if (!good) {
    throw Error(
        ErrorKind::bad_input,
        "a SHA-256 must be 64 lowercase hexadecimal digits, found \"" + std::string(hex) + "\"");
  }
  return digest;
}

std::span<const std::uint8_t> as_bytes(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

}  // namespace reference
