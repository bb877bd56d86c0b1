// SPDX-License-Identifier: Apache-2.0
// Built with the flags of the wide AES instructions; runs only where has_wide_aes() said so.
#include <cstring>
#include <immintrin.h>

#include "reference_impl/base/aes_vector.h"

namespace reference {
namespace {

constexpr std::size_t kLanes = 4;   // blocks a register
constexpr std::size_t kFlight = 8;  // registers that hide the instruction's latency
constexpr std::size_t kBlock = 16;
constexpr std::size_t kBatch = kLanes * kFlight;

struct RoundKeys {
  __m512i keys[11];
};

RoundKeys load_keys(const AesRoundKeys& keys) {
  RoundKeys loaded;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    loaded.keys[i] =
        _mm512_broadcast_i32x4(_mm_loadu_si128(reinterpret_cast<const __m128i*>(keys[i].data())));
  }
  return loaded;
}

// The state lives in registers as long as every loop here is unrolled, which -O3 does.
void encrypt_batch(const RoundKeys& keys, const std::uint8_t* in, std::uint8_t* out) {
  __m512i state[kFlight];
  for (std::size_t i = 0; i < kFlight; ++i) {
    state[i] = _mm512_xor_si512(_mm512_loadu_si512(in + i * kLanes * kBlock), keys.keys[0]);
  }
  for (std::size_t round = 1; round < 10; ++round) {
    for (std::size_t i = 0; i < kFlight; ++i) {
      state[i] = _mm512_aesenc_epi128(state[i], keys.keys[round]);
    }
  }
  for (std::size_t i = 0; i < kFlight; ++i) {
    _mm512_storeu_si512(out + i * kLanes * kBlock,
                        _mm512_aesenclast_epi128(state[i], keys.keys[10]));
  }
}

}  // namespace

void encrypt_wide(const AesRoundKeys& keys, const std::uint8_t* in, std::uint8_t* out,
                  std::size_t count) {
  const RoundKeys loaded = load_keys(keys);
  const std::size_t whole = count / kBatch * kBatch;
  for (std::size_t at = 0; at < whole; at += kBatch) {
    encrypt_batch(loaded, in + at * kBlock, out + at * kBlock);
  }
  if (whole != count) {
    std::array<std::uint8_t, kBatch * kBlock> rest{};
    std::memcpy(rest.data(), in + whole * kBlock, (count - whole) * kBlock);
    encrypt_batch(loaded, rest.data(), rest.data());
    std::memcpy(out + whole * kBlock, rest.data(), (count - whole) * kBlock);
  }
}

}  // namespace reference
