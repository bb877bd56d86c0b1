// SPDX-License-Identifier: Apache-2.0
// FIPS 180-4, 6.2, with text i in lane i of every register. Built with the flags of AVX-512F; runs
// only where sha256_lanes.cc found it.
#include <algorithm>
#include <array>
#include <cstring>
#include <immintrin.h>

#include "reference_impl/base/sha256_lanes.h"

namespace reference {
namespace {

constexpr std::size_t kBlock = 64;
constexpr std::size_t kWords = 16;  // a block
constexpr std::size_t kRounds = 64;

constexpr std::array<std::uint32_t, 8> kStart = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                                 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};

alignas(kBlock) constexpr std::array<std::uint32_t, kRounds> kRoundConstants = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

// Three-operand logic by truth table.
constexpr int kXor = 0x96;
constexpr int kChoose = 0xCA;
constexpr int kMajority = 0xE8;

// The working variables a to h of FIPS 180-4.
struct State {
  __m512i words[8];
};

struct Block {
  __m512i words[kWords];
};

__m512i sum_of(__m512i a, __m512i b) {
  return _mm512_add_epi32(a, b);
}

__m512i mixed(__m512i a, __m512i b, __m512i c) {
  return _mm512_ternarylogic_epi32(a, b, c, kXor);
}

// Round number i of a block whose rounds from `first` on use these words. The variables keep their
// places, only their names move on. Added up in the order that leaves fewest steps between one
// round's `e` and the next's.
[[gnu::always_inline]] inline void round(State& s, const Block& block, std::size_t first,
                                         std::size_t i) {
  const auto named = [&](std::size_t name) -> __m512i& { return s.words[(name + 16 - i) % 8]; };
  const __m512i a = named(0);
  const __m512i e = named(4);
  const __m512i s1 =
      mixed(_mm512_ror_epi32(e, 6), _mm512_ror_epi32(e, 11), _mm512_ror_epi32(e, 25));
  const __m512i s0 =
      mixed(_mm512_ror_epi32(a, 2), _mm512_ror_epi32(a, 13), _mm512_ror_epi32(a, 22));
  const __m512i choice = _mm512_ternarylogic_epi32(e, named(5), named(6), kChoose);
  const __m512i majority = _mm512_ternarylogic_epi32(a, named(1), named(2), kMajority);
  const __m512i constant = _mm512_set1_epi32(static_cast<int>(kRoundConstants[first + i]));
  const __m512i known = sum_of(named(7), sum_of(block.words[i], constant));
  named(3) = sum_of(sum_of(sum_of(named(3), known), choice), s1);
  named(7) = sum_of(sum_of(sum_of(known, choice), s1), sum_of(s0, majority));
}

[[gnu::always_inline]] inline void sixteen_rounds(State& s, const Block& block, std::size_t first) {
  for (std::size_t i = 0; i < kWords; i += 8) {
    round(s, block, first, i);
    round(s, block, first, i + 1);
    round(s, block, first, i + 2);
    round(s, block, first, i + 3);
    round(s, block, first, i + 4);
    round(s, block, first, i + 5);
    round(s, block, first, i + 6);
    round(s, block, first, i + 7);
  }
}

// The next sixteen words of the message schedule.
[[gnu::always_inline]] inline void extend(Block& block) {
  for (std::size_t i = 0; i < kWords; ++i) {
    const __m512i w1 = block.words[(i + 1) % kWords];
    const __m512i w14 = block.words[(i + 14) % kWords];
    const __m512i s0 =
        mixed(_mm512_ror_epi32(w1, 7), _mm512_ror_epi32(w1, 18), _mm512_srli_epi32(w1, 3));
    const __m512i s1 =
        mixed(_mm512_ror_epi32(w14, 17), _mm512_ror_epi32(w14, 19), _mm512_srli_epi32(w14, 10));
    block.words[i] = sum_of(sum_of(block.words[i], s0), sum_of(block.words[(i + 9) % kWords], s1));
  }
}

__m512i big_endian(__m512i words) {
  const __m512i odd = _mm512_set1_epi32(0x00FF00FF);
  return _mm512_or_si512(_mm512_and_si512(_mm512_rol_epi32(words, 8), odd),
                         _mm512_andnot_si512(odd, _mm512_ror_epi32(words, 8)));
}

// Rows of sixteen texts become their first, second, ... words: a transposition by pairs, quads,
// and twice by quarters of a register.
[[gnu::always_inline]] inline Block transposed(const Block& rows) {
  Block quads;
  for (std::size_t i = 0; i < kWords; i += 4) {
    const __m512i* r = &rows.words[i];
    const __m512i low01 = _mm512_unpacklo_epi32(r[0], r[1]);
    const __m512i high01 = _mm512_unpackhi_epi32(r[0], r[1]);
    const __m512i low23 = _mm512_unpacklo_epi32(r[2], r[3]);
    const __m512i high23 = _mm512_unpackhi_epi32(r[2], r[3]);
    quads.words[i] = _mm512_unpacklo_epi64(low01, low23);
    quads.words[i + 1] = _mm512_unpackhi_epi64(low01, low23);
    quads.words[i + 2] = _mm512_unpacklo_epi64(high01, high23);
    quads.words[i + 3] = _mm512_unpackhi_epi64(high01, high23);
  }
  Block columns;
  for (std::size_t i = 0; i < 4; ++i) {
    const __m512i* q = &quads.words[i];
    const __m512i even01 = _mm512_shuffle_i32x4(q[0], q[4], 0x88);
    const __m512i odd01 = _mm512_shuffle_i32x4(q[0], q[4], 0xDD);
    const __m512i even23 = _mm512_shuffle_i32x4(q[8], q[12], 0x88);
    const __m512i odd23 = _mm512_shuffle_i32x4(q[8], q[12], 0xDD);
    columns.words[i] = _mm512_shuffle_i32x4(even01, even23, 0x88);
    columns.words[i + 4] = _mm512_shuffle_i32x4(odd01, odd23, 0x88);
    columns.words[i + 8] = _mm512_shuffle_i32x4(even01, even23, 0xDD);
    columns.words[i + 12] = _mm512_shuffle_i32x4(odd01, odd23, 0xDD);
  }
  return columns;
}

// Takes in the block that begins `offset` bytes into each text.
void absorb(State& state, std::span<const std::uint8_t* const, kShaLanes> texts,
            std::size_t offset) {
  Block rows;
  for (std::size_t lane = 0; lane < kShaLanes; ++lane) {
    rows.words[lane] = big_endian(_mm512_loadu_si512(texts[lane] + offset));
  }
  Block block = transposed(rows);
  State s = state;
  for (std::size_t first = 0; first < kRounds; first += kWords) {
    sixteen_rounds(s, block, first);
    if (first + kWords < kRounds) {
      extend(block);
    }
  }
  for (std::size_t i = 0; i < kStart.size(); ++i) {
    state.words[i] = sum_of(state.words[i], s.words[i]);
  }
}

State initial_state() {
  State state;
  for (std::size_t i = 0; i < kStart.size(); ++i) {
    state.words[i] = _mm512_set1_epi32(static_cast<int>(kStart[i]));
  }
  return state;
}

void write_digests(const State& s, std::span<Digest256, kShaLanes> digests) {
  for (std::size_t word = 0; word < kStart.size(); ++word) {
    std::array<std::uint32_t, kShaLanes> lanes{};
    _mm512_storeu_si512(lanes.data(), big_endian(s.words[word]));
    for (std::size_t lane = 0; lane < kShaLanes; ++lane) {
      std::memcpy(&digests[lane][4 * word], &lanes[lane], sizeof lanes[lane]);
    }
  }
}

}  // namespace

void sha256_sixteen(std::span<const std::uint8_t* const, kShaLanes> texts, std::size_t bytes,
                    std::span<Digest256, kShaLanes> digests) {
  State state = initial_state();
  const std::size_t whole = bytes / kBlock * kBlock;
  for (std::size_t offset = 0; offset < whole; offset += kBlock) {
    absorb(state, texts, offset);
  }
  // What is left of each text, a one bit, zeros, and its length in bits.
  const std::size_t rest = bytes - whole;
  const std::size_t padded = rest + 9 <= kBlock ? kBlock : 2 * kBlock;
  std::array<std::array<std::uint8_t, 2 * kBlock>, kShaLanes> ends{};
  std::array<const std::uint8_t*, kShaLanes> places{};
  for (std::size_t lane = 0; lane < kShaLanes; ++lane) {
    std::copy_n(texts[lane] + whole, rest, ends[lane].begin());
    ends[lane][rest] = 0x80;
    for (std::size_t i = 0; i < 8; ++i) {
      ends[lane][padded - 1 - i] = static_cast<std::uint8_t>(std::uint64_t{bytes} * 8 >> (8 * i));
    }
    places[lane] = ends[lane].data();
  }
  for (std::size_t offset = 0; offset < padded; offset += kBlock) {
    absorb(state, places, offset);
  }
  write_digests(state, digests);
}

}  // namespace reference
