// SPDX-License-Identifier: Apache-2.0
// Built with the flags of the wide AES instructions; runs only where has_wide_aes() said so.
#include <algorithm>
#include <immintrin.h>

#include "reference_impl/base/element_sum.h"

namespace reference {
namespace {

constexpr std::size_t kGroup = 16;   // buckets a register
constexpr std::size_t kParts = 4;    // registers their blocks fill, four blocks each
constexpr std::size_t kAhead = 512;  // counts that are asked for before their turn
constexpr std::uint32_t kMsh2 = 0x3248534D;
constexpr __mmask16 kFirstWords = 0x1111;  // of each block
constexpr __mmask16 kEvenWords = 0x5555;   // low halves of each lane

struct RoundKeys {
  __m512i low[11];
  __m512i high[11];
};

struct Sums {
  __m512i low = _mm512_setzero_si512();
  __m512i high = _mm512_setzero_si512();
};

// Encrypted blocks of one group.
struct Blocks {
  __m512i low[kParts];
  __m512i high[kParts];
};

__m512i broadcast(const std::array<std::uint8_t, 16>& key) {
  return _mm512_broadcast_i32x4(_mm_loadu_si128(reinterpret_cast<const __m128i*>(key.data())));
}

RoundKeys load_keys(const ElementKeys& keys) {
  RoundKeys loaded;
  for (std::size_t i = 0; i < keys.low.size(); ++i) {
    loaded.low[i] = broadcast(keys.low[i]);
    loaded.high[i] = broadcast(keys.high[i]);
  }
  return loaded;
}

// Word l*4+w of part p takes entry 4p+l of the group.
__m512i entries_of(std::size_t part) {
  const __m512i lanes = _mm512_set_epi32(3, 3, 3, 3, 2, 2, 2, 2, 1, 1, 1, 1, 0, 0, 0, 0);
  return _mm512_add_epi32(lanes, _mm512_set1_epi32(static_cast<int>(4 * part)));
}

// The words of every block of a table, but for the bucket.
__m512i table_words(std::uint32_t table) {
  const auto t = static_cast<int>(table);
  const auto m = static_cast<int>(kMsh2);
  return _mm512_set_epi32(0, m, t, 0, 0, m, t, 0, 0, m, t, 0, 0, m, t, 0);
}

// Eight registers are in flight, which hides the instruction's latency; inlined, or they would pass
// through memory.
[[gnu::always_inline]] inline Blocks encrypt(const RoundKeys& keys, __m512i words,
                                             __m512i buckets) {
  Blocks blocks;
  for (std::size_t part = 0; part < kParts; ++part) {
    const __m512i plain = _mm512_or_si512(
        words, _mm512_maskz_permutexvar_epi32(kFirstWords, entries_of(part), buckets));
    blocks.low[part] = _mm512_xor_si512(plain, keys.low[0]);
    blocks.high[part] = _mm512_xor_si512(plain, keys.high[0]);
  }
  for (std::size_t round = 1; round < 10; ++round) {
    for (std::size_t part = 0; part < kParts; ++part) {
      blocks.low[part] = _mm512_aesenc_epi128(blocks.low[part], keys.low[round]);
      blocks.high[part] = _mm512_aesenc_epi128(blocks.high[part], keys.high[round]);
    }
  }
  for (std::size_t part = 0; part < kParts; ++part) {
    blocks.low[part] = _mm512_aesenclast_epi128(blocks.low[part], keys.low[10]);
    blocks.high[part] = _mm512_aesenclast_epi128(blocks.high[part], keys.high[10]);
  }
  return blocks;
}

void add_each(const Blocks& blocks, Sums& sums) {
  for (std::size_t part = 0; part < kParts; ++part) {
    sums.low = _mm512_add_epi64(sums.low, blocks.low[part]);
    sums.high = _mm512_add_epi64(sums.high, blocks.high[part]);
  }
}

void add_counted(const Blocks& blocks, __m512i counts, Sums& sums) {
  for (std::size_t part = 0; part < kParts; ++part) {
    const __m512i count = _mm512_maskz_permutexvar_epi32(kEvenWords, entries_of(part), counts);
    sums.low = _mm512_add_epi64(sums.low, _mm512_mullo_epi64(blocks.low[part], count));
    sums.high = _mm512_add_epi64(sums.high, _mm512_mullo_epi64(blocks.high[part], count));
  }
}

// Adds the four blocks of a register, which are two lanes each, to those lanes.
void add_blocks(__m512i blocks, std::uint64_t* lanes) {
  const __m256i two =
      _mm256_add_epi64(_mm512_castsi512_si256(blocks), _mm512_extracti64x4_epi64(blocks, 1));
  const __m128i one = _mm_add_epi64(_mm256_castsi256_si128(two), _mm256_extracti128_si256(two, 1));
  auto* place = reinterpret_cast<__m128i*>(lanes);
  _mm_storeu_si128(place, _mm_add_epi64(_mm_loadu_si128(place), one));
}

void add_to(const Sums& sums, ElementLanes& lanes) {
  add_blocks(sums.low, lanes.data());
  add_blocks(sums.high, lanes.data() + 2);
}

__mmask16 first_entries(std::size_t count) {
  return static_cast<__mmask16>((1U << count) - 1U);
}

}  // namespace

void add_elements_wide(const ElementKeys& keys, std::uint32_t table,
                       std::span<const std::uint32_t> buckets, ElementLanes& lanes) {
  const RoundKeys loaded = load_keys(keys);
  const __m512i words = table_words(table);
  const std::size_t whole = buckets.size() / kGroup * kGroup;
  Sums sums;
  for (std::size_t at = 0; at < whole; at += kGroup) {
    add_each(encrypt(loaded, words, _mm512_loadu_si512(&buckets[at])), sums);
  }
  if (whole != buckets.size()) {
    const __mmask16 rest = first_entries(buckets.size() - whole);
    const __m512i last = _mm512_maskz_loadu_epi32(rest, &buckets[whole]);
    add_counted(encrypt(loaded, words, last), _mm512_maskz_set1_epi32(rest, 1), sums);
  }
  add_to(sums, lanes);
}

std::uint64_t add_counts_wide(const ElementKeys& keys, std::uint32_t table,
                              std::uint32_t first_bucket, std::span<const std::uint32_t> counts,
                              ElementLanes& lanes) {
  const RoundKeys loaded = load_keys(keys);
  const __m512i words = table_words(table);
  const __m512i step = _mm512_set_epi32(15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
  const __m512i low_half = _mm512_set1_epi64(0xFFFFFFFF);
  Sums sums;
  __m512i total = _mm512_setzero_si512();
  for (std::size_t at = 0; at < counts.size(); at += kGroup) {
    const __mmask16 some = first_entries(std::min(kGroup, counts.size() - at));
    __builtin_prefetch(counts.data() + std::min(at + kAhead, counts.size()));
    const __m512i group = _mm512_maskz_loadu_epi32(some, &counts[at]);
    if (_mm512_test_epi32_mask(group, group) != 0) {
      const auto bucket = static_cast<int>(first_bucket + static_cast<std::uint32_t>(at));
      const __m512i buckets = _mm512_add_epi32(step, _mm512_set1_epi32(bucket));
      add_counted(encrypt(loaded, words, buckets), group, sums);
      total = _mm512_add_epi64(total, _mm512_and_si512(group, low_half));
      total = _mm512_add_epi64(total, _mm512_srli_epi64(group, 32));
    }
  }
  add_to(sums, lanes);
  return static_cast<std::uint64_t>(_mm512_reduce_add_epi64(total));
}

}  // namespace reference
