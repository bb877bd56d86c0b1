// SPDX-License-Identifier: Apache-2.0
// A cache's state in full: every table re-read and re-hashed (ngram-cache.md section 9,
// causality-audit.md 4.2 to 4.4). Costs a pass over all tables; it is what checkpoints hold.
#pragma once

#include <cstdint>
#include <vector>

#include "reference_impl/base/sha256.h"
#include "reference_impl/base/state_digest.h"
#include "reference_impl/ngram/ngram_cache.h"

namespace reference {

struct TableFingerprint {
  std::uint32_t table_id = 0;
  Digest256 sha256{};            // of the counts as little-endian uint32, bucket 0 first
  std::uint64_t increments = 0;  // sum of the counts
};

struct StateFingerprint {
  Digest256 root{};  // of all tables, as the next two
  StateDigest msh1;
  StateDigest msh2;
  StateDigest msh2_shared;               // of the tables that DigestSet::shared covers
  std::vector<TableFingerprint> tables;  // table id ascending
};

StateFingerprint fingerprint(const NgramCache& cache, const DigestKey& key);

}  // namespace reference
