// SPDX-License-Identifier: Apache-2.0
#include "verifier/report/signature.h"

#include <algorithm>

#include "reference_impl/base/error.h"
#include "reference_impl/base/sha256.h"

#include <openssl/bio.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

namespace verifier {
namespace {

using reference::Error;
using reference::ErrorKind;
using reference::require;

constexpr std::size_t kSignatureBytes = 64;

struct Free {
  void operator()(BIO* bio) const { BIO_free_all(bio); }
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
using Bio = std::unique_ptr<BIO, Free>;
using Key = std::unique_ptr<EVP_PKEY, Free>;
using Context = std::unique_ptr<EVP_MD_CTX, Free>;

Bio bio_of(std::string_view text) {
  Bio bio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
  require(bio != nullptr, "OpenSSL has no memory");
  return bio;
}

std::string text_of(BIO* bio) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio, &data);
  return size > 0 ? std::string(data, static_cast<std::size_t>(size)) : std::string();
}

// An encrypted key must be refused, not asked about on somebody's terminal.
int no_passphrase(char* /*buffer*/, int /*size*/, int /*writing*/, void* /*user*/) {
  return -1;
}

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

PublicKey raw_public_key(const EVP_PKEY* key) {
  PublicKey raw;
  std::size_t size = raw.bytes.size();
  require(
      EVP_PKEY_get_raw_public_key(key, raw.bytes.data(), &size) == 1 && size == raw.bytes.size(),
      "OpenSSL gave no raw public key");
  return raw;
}

Key key_of(const PublicKey& key) {
  Key made(
      EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, key.bytes.data(), key.bytes.size()));
  require(made != nullptr, "OpenSSL refused a raw public key");
  return made;
}

std::array<std::uint8_t, 32> filled(std::uint8_t first, std::uint8_t middle, std::uint8_t last) {
  std::array<std::uint8_t, 32> bytes{};
  bytes.fill(middle);
  bytes.front() = first;
  bytes.back() = last;
  return bytes;
}

}  // namespace

struct SigningKey::State {
  Key key;
};

SigningKey::SigningKey(std::unique_ptr<State> state) : state_(std::move(state)) {}
SigningKey::~SigningKey() = default;
SigningKey::SigningKey(SigningKey&&) noexcept = default;
SigningKey& SigningKey::operator=(SigningKey&&) noexcept = default;

SigningKey SigningKey::generate() {
  Key key(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"));
  require(key != nullptr, "OpenSSL could not make an Ed25519 key");
  return SigningKey(std::make_unique<State>(State{std::move(key)}));
}

SigningKey SigningKey::from_seed(std::span<const std::uint8_t, 32> seed) {
  Key key(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, seed.data(), seed.size()));
  require(key != nullptr, "OpenSSL refused an Ed25519 seed");
  return SigningKey(std::make_unique<State>(State{std::move(key)}));
}

SigningKey SigningKey::from_pem(std::string_view pem, const std::string& where) {
  const bool is_pkcs8 = pem.find("-----BEGIN PRIVATE KEY-----") != std::string_view::npos;
  const Bio bio = bio_of(pem);
  Key key(is_pkcs8 ? PEM_read_bio_PrivateKey(bio.get(), nullptr, no_passphrase, nullptr) : nullptr);
  if (key == nullptr || EVP_PKEY_get_id(key.get()) != EVP_PKEY_ED25519) {
    throw Error(ErrorKind::bad_input,
                where +
                    ": is not an unencrypted Ed25519 private key in PKCS#8 PEM; make one with: "
                    "openssl genpkey -algorithm ED25519 -out signer.pem");
  }
  return SigningKey(std::make_unique<State>(State{std::move(key)}));
}

std::string SigningKey::pem() const {
  const Bio bio(BIO_new(BIO_s_secmem()));
  require(bio != nullptr && PEM_write_bio_PKCS8PrivateKey(bio.get(), state_->key.get(), nullptr,
                                                          nullptr, 0, nullptr, nullptr) == 1,
          "OpenSSL could not write a private key");
  return text_of(bio.get());
}

PublicKey SigningKey::public_key() const {
  return raw_public_key(state_->key.get());
}

std::string SigningKey::sign(std::string_view message) const {
  const Context context(EVP_MD_CTX_new());
  std::string signature(kSignatureBytes, '\0');
  std::size_t size = signature.size();
  // No digest name: the pre-hashed variant is another algorithm.
  require(context != nullptr &&
              EVP_DigestSignInit_ex(context.get(), nullptr, nullptr, nullptr, nullptr,
                                    state_->key.get(), nullptr) == 1 &&
              EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()),
                             &size, bytes_of(message), message.size()) == 1 &&
              size == kSignatureBytes,
          "OpenSSL could not sign");
  return signature;
}

bool verifies(const PublicKey& key, std::string_view message, std::string_view signature) {
  if (signature.size() != kSignatureBytes || is_small_order(key)) {
    return false;
  }
  const Key evp = key_of(key);
  const Context context(EVP_MD_CTX_new());
  require(context != nullptr && EVP_DigestVerifyInit_ex(context.get(), nullptr, nullptr, nullptr,
                                                        nullptr, evp.get(), nullptr) == 1,
          "OpenSSL could not start to verify");
  // 0 is a wrong signature and a negative value an error: only 1 is a yes.
  return EVP_DigestVerify(context.get(), bytes_of(signature), signature.size(), bytes_of(message),
                          message.size()) == 1;
}

bool is_small_order(const PublicKey& key) {
  // y of the points whose order divides 8, with the two encodings of 0 and 1 that are not reduced.
  static const std::array<std::array<std::uint8_t, 32>, 7> points = {
      filled(0x00, 0x00, 0x00),
      filled(0x01, 0x00, 0x00),
      filled(0xEC, 0xFF, 0x7F),
      filled(0xED, 0xFF, 0x7F),
      filled(0xEE, 0xFF, 0x7F),
      reference::digest_from_hex(
          "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
      reference::digest_from_hex(
          "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a")};
  std::array<std::uint8_t, 32> y = key.bytes;
  y.back() &= 0x7FU;  // the sign of x
  return std::find(points.begin(), points.end(), y) != points.end();
}

PublicKey public_key_from_pem(std::string_view pem, const std::string& where) {
  const Bio bio = bio_of(pem);
  const Key key(PEM_read_bio_PUBKEY(bio.get(), nullptr, no_passphrase, nullptr));
  if (key == nullptr || EVP_PKEY_get_id(key.get()) != EVP_PKEY_ED25519) {
    throw Error(ErrorKind::bad_input, where +
                                          ": is not an Ed25519 public key in PEM, the file that "
                                          "begins with -----BEGIN PUBLIC KEY-----");
  }
  const PublicKey raw = raw_public_key(key.get());
  if (is_small_order(raw)) {
    throw Error(ErrorKind::bad_input,
                where + ": is a public key of small order, for which anybody can sign");
  }
  return raw;
}

std::string to_pem(const PublicKey& key) {
  const Bio bio(BIO_new(BIO_s_mem()));
  require(bio != nullptr && PEM_write_bio_PUBKEY(bio.get(), key_of(key).get()) == 1,
          "OpenSSL could not write a public key");
  return text_of(bio.get());
}

std::string key_id(const PublicKey& key) {
  unsigned char* der = nullptr;
  const int size = i2d_PUBKEY(key_of(key).get(), &der);
  require(size > 0, "OpenSSL could not encode a public key");
  const auto digest = reference::sha256({der, static_cast<std::size_t>(size)});
  OPENSSL_free(der);
  return reference::to_hex(digest);
}

void wipe(std::string& secret) {
  OPENSSL_cleanse(secret.data(), secret.size());
  secret.clear();
}

}  // namespace verifier
