// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/ngram/state_fingerprint.h"

#include <bit>
#include <string>

#include "reference_impl/base/little_endian.h"

namespace reference {
namespace {

static_assert(std::endian::native == std::endian::little,
              "counts are hashed as they lie in memory");

// Buckets and counts of a table's occupied entries, ascending.
struct Occupied {
  std::vector<std::uint32_t> buckets;
  std::vector<std::uint32_t> counts;
};

Occupied occupied_entries(std::span<const std::uint32_t> table) {
  Occupied entries;
  for (std::size_t bucket = 0; bucket < table.size(); ++bucket) {
    if (table[bucket] != 0) {
      entries.buckets.push_back(static_cast<std::uint32_t>(bucket));
      entries.counts.push_back(table[bucket]);
    }
  }
  return entries;
}

Digest256 state_root(const CacheConfig& config, const std::vector<TableFingerprint>& tables) {
  using namespace std::string_literals;
  std::string head = "pgolf-ngram-state-v1\0"s;
  append_little_endian(head, tables.size() / 2, 4);
  append_little_endian(head, static_cast<std::uint64_t>(config.lowest_order), 4);
  append_little_endian(head, config.buckets, 8);
  Sha256 hash;
  hash.update(head);
  for (const TableFingerprint& table : tables) {
    hash.update(table.sha256);
  }
  return hash.finish();
}

}  // namespace

StateFingerprint fingerprint(const NgramCache& cache, const DigestKey& key) {
  const DigestElements elements(key);
  StateFingerprint state;
  const std::vector<std::uint32_t> ids = table_ids(cache.config());
  for (const std::uint32_t id : ids) {
    const std::span<const std::uint32_t> counts = cache.table(id);
    TableFingerprint table{
        .table_id = id,
        .sha256 = sha256(
            std::span(reinterpret_cast<const std::uint8_t*>(counts.data()), counts.size_bytes())),
        .increments = 0};
    const Occupied entries = occupied_entries(counts);
    for (const std::uint32_t count : entries.counts) {
      table.increments += count;
    }
    StateDigest msh2;
    elements.add_msh1(id, entries.buckets, entries.counts, state.msh1);
    elements.add_msh2(id, entries.buckets, entries.counts, msh2);
    state.msh2 += msh2;
    if (covers(DigestSet::shared, cache.config(), id)) {
      state.msh2_shared += msh2;
    }
    state.tables.push_back(table);
  }
  state.root = state_root(cache.config(), state.tables);
  return state;
}

}  // namespace reference
