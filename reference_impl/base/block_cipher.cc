// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/base/block_cipher.h"

#include <algorithm>
#include <cstring>
#include <vector>

#include "reference_impl/base/aes_vector.h"
#include "reference_impl/base/error.h"

#include <openssl/evp.h>

namespace reference {

struct Aes128Blocks::Context {
  EVP_CIPHER_CTX* evp = nullptr;
  AesRoundKeys round_keys{};
  ~Context() { EVP_CIPHER_CTX_free(evp); }
};

Aes128Blocks::Aes128Blocks(std::span<const std::uint8_t, 16> key)
    : context_(std::make_unique<Context>()) {
  context_->evp = EVP_CIPHER_CTX_new();
  require(
      context_->evp != nullptr &&
          EVP_EncryptInit_ex(context_->evp, EVP_aes_128_ecb(), nullptr, key.data(), nullptr) == 1 &&
          EVP_CIPHER_CTX_set_padding(context_->evp, 0) == 1,
      "AES-128 could not be started");
  context_->round_keys = expand_aes128_key(key.data());
}

Aes128Blocks::~Aes128Blocks() = default;
Aes128Blocks::Aes128Blocks(Aes128Blocks&&) noexcept = default;
Aes128Blocks& Aes128Blocks::operator=(Aes128Blocks&&) noexcept = default;

void Aes128Blocks::encrypt(std::span<const CipherBlock> in, std::span<CipherBlock> out) const {
  require(in.size() == out.size(), "AES-128: input and output differ in size");
  if (has_wide_aes() && !in.empty()) {
    encrypt_wide(context_->round_keys, in[0].data(), out[0].data(), in.size());
    return;
  }
  constexpr std::size_t kBlocksACall = std::size_t{1} << 24U;  // the call's length is an int
  for (std::size_t at = 0; at < in.size(); at += kBlocksACall) {
    const int bytes =
        static_cast<int>(std::min(kBlocksACall, in.size() - at) * sizeof(CipherBlock));
    int written = 0;
    require(EVP_EncryptUpdate(context_->evp, out[at].data(), &written, in[at].data(), bytes) == 1 &&
                written == bytes,
            "AES-128 failed");
  }
}

struct ChaCha20Blocks::Context {
  EVP_CIPHER_CTX* evp = nullptr;
  ~Context() { EVP_CIPHER_CTX_free(evp); }
};

ChaCha20Blocks::ChaCha20Blocks(std::span<const std::uint8_t, 32> key)
    : context_(std::make_unique<Context>()) {
  context_->evp = EVP_CIPHER_CTX_new();
  require(context_->evp != nullptr &&
              EVP_EncryptInit_ex(context_->evp, EVP_chacha20(), nullptr, key.data(), nullptr) == 1,
          "ChaCha20 could not be started");
}

ChaCha20Blocks::~ChaCha20Blocks() = default;
ChaCha20Blocks::ChaCha20Blocks(ChaCha20Blocks&&) noexcept = default;
ChaCha20Blocks& ChaCha20Blocks::operator=(ChaCha20Blocks&&) noexcept = default;

void ChaCha20Blocks::key_stream(std::uint32_t counter, const std::array<std::uint32_t, 3>& nonce,
                                std::span<std::uint8_t> out) const {
  // OpenSSL's IV is the counter word and the nonce words, each little-endian.
  std::array<std::uint8_t, 16> iv{};
  const std::array<std::uint32_t, 4> words = {counter, nonce[0], nonce[1], nonce[2]};
  for (std::size_t i = 0; i < iv.size(); ++i) {
    iv[i] = static_cast<std::uint8_t>(words[i / 4] >> (8 * (i % 4)));
  }
  require(EVP_EncryptInit_ex(context_->evp, nullptr, nullptr, nullptr, iv.data()) == 1,
          "ChaCha20 refused its counter");
  std::memset(out.data(), 0, out.size());
  int written = 0;
  require(EVP_EncryptUpdate(context_->evp, out.data(), &written, out.data(),
                            static_cast<int>(out.size())) == 1 &&
              static_cast<std::size_t>(written) == out.size(),
          "ChaCha20 failed");
}

}  // namespace reference
