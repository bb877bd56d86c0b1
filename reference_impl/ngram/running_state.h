// SPDX-License-Identifier: Apache-2.0
// The running digest D and the increments N of a cache, computed from the keys of what is inserted
// and not from the tables (causality-audit.md 4.2b): an error of the table writer then
// shows at the next checkpoint.
#pragma once

#include <cstdint>
#include <span>

#include "reference_impl/base/state_digest.h"
#include "reference_impl/ngram/gram_keys.h"
#include "reference_impl/ngram/keys.h"
#include "reference_impl/ngram/ngram_cache.h"

namespace reference {

class RunningState {
 public:
  RunningState(const DigestKey& key, DigestSet set) : elements_(key), set_(set) {}

  // Accounts for one insertion of every key of a stretch.
  void add(const CacheConfig& config, const StretchKeys& keys);
  // The same for the positions first..last and the grams of one length alone, from the keys of the
  // grams that end at first-1..last: a caller can so account for a length while the memory of the
  // next is on its way.
  void add_length(const CacheConfig& config, const GramKeys& keys, int length, std::uint64_t first,
                  std::uint64_t last);

  // Forgets what was accounted for so far. Reading every table follows: cheaper than the keys of a
  // long prefill.
  void restart() { state_ = {}; }
  // Accounts for the counts of tables that hold the same ones, as they stand.
  void add_tables(const CacheConfig& config, std::span<const std::uint32_t> table_ids,
                  std::span<const std::uint32_t> counts);
  // Accounts for one bucket that holds `difference` more than add_tables() was shown.
  void correct(const CacheConfig& config, std::uint32_t table_id, std::uint32_t bucket,
               std::int32_t difference);
  DigestSet set() const { return set_; }
  const CacheState& state() const { return state_; }

 private:
  void add_once(const CacheConfig& config, std::uint32_t table_id,
                std::span<const std::uint32_t> buckets);

  DigestElements elements_;
  DigestSet set_;
  CacheState state_;
};

}  // namespace reference
