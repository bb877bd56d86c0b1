// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/base/state_digest.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <numeric>

#include "reference_impl/base/error.h"

namespace reference {
namespace {

static_assert(std::endian::native == std::endian::little,
              "digest elements are laid out as little-endian words");

constexpr std::uint32_t kMsh1 = 0x3148534D;  // the text MSH1 as a word
constexpr std::uint32_t kMsh2 = 0x3248534D;
constexpr std::size_t kBatch = 256;
constexpr std::size_t kListed = 2048;  // buckets of a table that are listed at once
constexpr std::size_t kStreamBlock = 64;

std::uint64_t word64(const std::uint8_t* bytes) {
  std::uint64_t word = 0;
  std::memcpy(&word, bytes, sizeof word);
  return word;
}

StateDigest element_of(const std::uint8_t* bytes) {
  return {.lanes = {word64(bytes), word64(bytes + 8), word64(bytes + 16), word64(bytes + 24)}};
}

// Where an ascending run of near buckets that starts at `at` ends. Neighbouring buckets are
// neighbouring blocks of one key stream, so a run costs one call; bridging a small gap is cheaper
// than starting the cipher again.
std::size_t end_of_run(std::span<const std::uint32_t> buckets, std::size_t at) {
  constexpr std::uint32_t kLargestGap = 8;
  std::size_t end = at + 1;
  while (end < buckets.size() && buckets[end] > buckets[end - 1] &&
         buckets[end] - buckets[end - 1] <= kLargestGap && buckets[end] - buckets[at] < kBatch) {
    ++end;
  }
  return end;
}

CipherBlock msh2_block(std::uint32_t table, std::uint32_t bucket) {
  const std::array<std::uint32_t, 4> words = {bucket, table, kMsh2, 0};
  return std::bit_cast<CipherBlock>(words);
}

}  // namespace

StateDigest& StateDigest::operator+=(const StateDigest& other) {
  add(other, 1);
  return *this;
}

void StateDigest::add(const StateDigest& element, std::uint64_t count) {
  for (std::size_t i = 0; i < lanes.size(); ++i) {
    lanes[i] += element.lanes[i] * count;
  }
}

std::string lanes_text(const StateDigest& digest) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  for (const std::uint64_t lane : digest.lanes) {
    for (unsigned shift = 64; shift != 0; shift -= 4) {
      text += kDigits[(lane >> (shift - 4)) & 15U];
    }
  }
  return text;
}

DigestKey test_digest_key() {
  DigestKey key{};
  for (std::size_t i = 0; i < key.size(); ++i) {
    key[i] = static_cast<std::uint8_t>(i);
  }
  return key;
}

DigestElements::DigestElements(const DigestKey& key)
    : low_(std::span(key).first<16>()),
      high_(std::span(key).last<16>()),
      keys_{.low = expand_aes128_key(key.data()), .high = expand_aes128_key(key.data() + 16)},
      stream_(key) {}

void DigestElements::add_msh2(std::uint32_t table, std::span<const std::uint32_t> buckets,
                              std::span<const std::uint32_t> counts, StateDigest& digest) const {
  require(buckets.size() == counts.size(), "MSH2: buckets and counts differ in size");
  std::array<CipherBlock, kBatch> plain;
  std::array<CipherBlock, kBatch> low;
  std::array<CipherBlock, kBatch> high;
  for (std::size_t at = 0; at < buckets.size(); at += kBatch) {
    const std::size_t n = std::min(kBatch, buckets.size() - at);
    for (std::size_t i = 0; i < n; ++i) {
      plain[i] = msh2_block(table, buckets[at + i]);
    }
    low_.encrypt(std::span(plain).first(n), std::span(low).first(n));
    high_.encrypt(std::span(plain).first(n), std::span(high).first(n));
    for (std::size_t i = 0; i < n; ++i) {
      const std::uint64_t count = counts[at + i];
      digest.lanes[0] += word64(low[i].data()) * count;
      digest.lanes[1] += word64(low[i].data() + 8) * count;
      digest.lanes[2] += word64(high[i].data()) * count;
      digest.lanes[3] += word64(high[i].data() + 8) * count;
    }
  }
}

void DigestElements::add_msh2(std::uint32_t table, std::span<const std::uint32_t> buckets,
                              StateDigest& digest) const {
  if (has_wide_aes()) {
    add_elements_wide(keys_, table, buckets, digest.lanes);
    return;
  }
  static constexpr auto kOnes = [] {
    std::array<std::uint32_t, kBatch> ones{};
    ones.fill(1);
    return ones;
  }();
  for (std::size_t at = 0; at < buckets.size(); at += kBatch) {
    const std::size_t n = std::min(kBatch, buckets.size() - at);
    add_msh2(table, buckets.subspan(at, n), std::span(kOnes).first(n), digest);
  }
}

std::uint64_t DigestElements::add_msh2_table(std::uint32_t table, std::uint32_t first_bucket,
                                             std::span<const std::uint32_t> counts,
                                             StateDigest& digest) const {
  if (has_wide_aes()) {
    return add_counts_wide(keys_, table, first_bucket, counts, digest.lanes);
  }
  std::array<std::uint32_t, kListed> buckets;
  std::array<std::uint32_t, kListed> listed;
  for (std::size_t start = 0; start < counts.size(); start += kListed) {
    const std::size_t end = std::min(start + kListed, counts.size());
    std::size_t kept = 0;
    // Written always and kept where occupied: counts follow no pattern that a branch could learn.
    for (std::size_t i = start; i < end; ++i) {
      buckets[kept] = static_cast<std::uint32_t>(first_bucket + i);
      listed[kept] = counts[i];
      kept += counts[i] != 0 ? 1 : 0;
    }
    add_msh2(table, std::span(buckets).first(kept), std::span(listed).first(kept), digest);
  }
  return std::accumulate(counts.begin(), counts.end(), std::uint64_t{0});
}

void DigestElements::add_msh1(std::uint32_t table, std::span<const std::uint32_t> buckets,
                              std::span<const std::uint32_t> counts, StateDigest& digest) const {
  require(buckets.size() == counts.size(), "MSH1: buckets and counts differ in size");
  std::array<std::uint8_t, kBatch * kStreamBlock> stream;
  for (std::size_t at = 0; at < buckets.size();) {
    const std::size_t end = end_of_run(buckets, at);
    const std::size_t blocks = buckets[end - 1] - buckets[at] + std::size_t{1};
    stream_.key_stream(buckets[at], {table, kMsh1, 0},
                       std::span(stream).first(blocks * kStreamBlock));
    for (std::size_t i = at; i < end; ++i) {
      digest.add(element_of(&stream[(buckets[i] - buckets[at]) * kStreamBlock]), counts[i]);
    }
    at = end;
  }
}

}  // namespace reference
