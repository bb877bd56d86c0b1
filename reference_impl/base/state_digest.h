// SPDX-License-Identifier: Apache-2.0
// The keyed incremental digest of a cache's counts (causality-audit.md 4.2 and 4.2b): a sum, lane
// by lane modulo 2^64, of a pseudo-random element per increment. Equal states give equal digests in
// any order of insertion. MSH1 draws its elements from ChaCha20, MSH2 from AES-128.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "reference_impl/base/block_cipher.h"
#include "reference_impl/base/element_sum.h"

namespace reference {

// Secret of one run's digests, 32 bytes; published with the report, never before.
using DigestKey = std::array<std::uint8_t, 32>;

struct StateDigest {
  std::array<std::uint64_t, 4> lanes{};

  StateDigest& operator+=(const StateDigest& other);
  // Adds `element` as often as `count` says.
  void add(const StateDigest& element, std::uint64_t count);
  friend bool operator==(const StateDigest&, const StateDigest&) = default;
};

// Four 16-digit hexadecimal lanes, lane 0 first, without separators.
std::string lanes_text(const StateDigest& digest);

// Elements of (table, bucket) pairs under one key. Table id: 2*order for context counts, 2*order+1
// for full counts.
class DigestElements {
 public:
  explicit DigestElements(const DigestKey& key);

  // Adds count[i] times the MSH2 element of (table, bucket[i]) to `digest`.
  void add_msh2(std::uint32_t table, std::span<const std::uint32_t> buckets,
                std::span<const std::uint32_t> counts, StateDigest& digest) const;
  // Adds the MSH2 element of (table, bucket[i]) once each.
  void add_msh2(std::uint32_t table, std::span<const std::uint32_t> buckets,
                StateDigest& digest) const;
  // Adds the MSH2 elements of a whole table, or of a part that begins at a bucket: counts[i] times
  // that of (table, first_bucket + i). Returns the sum of the counts.
  std::uint64_t add_msh2_table(std::uint32_t table, std::uint32_t first_bucket,
                               std::span<const std::uint32_t> counts, StateDigest& digest) const;
  // Adds count[i] times the MSH1 element of (table, bucket[i]) to `digest`.
  void add_msh1(std::uint32_t table, std::span<const std::uint32_t> buckets,
                std::span<const std::uint32_t> counts, StateDigest& digest) const;

 private:
  Aes128Blocks low_;
  Aes128Blocks high_;
  ElementKeys keys_;
  ChaCha20Blocks stream_;
};

// The key 00 01 .. 1f of the goldens, used where no audit key is given (and said so).
DigestKey test_digest_key();

}  // namespace reference
