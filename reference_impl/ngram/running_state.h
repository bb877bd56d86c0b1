// SPDX-License-Identifier: Apache-2.0
// The running digest D and the increments N of a cache, computed from the keys of what is inserted
// and not from the tables (causality-audit.md 4.2b): an error of the table writer then
// shows at the next checkpoint.
#pragma once

#include <vector>

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
  // The same for the positions first..last, from the keys of the grams that end at first-1..last.
  void add(const CacheConfig& config, const GramKeys& keys, std::uint64_t first,
           std::uint64_t last);
  // Takes the state of the tables as they are in place of what was accounted for so far: one pass,
  // cheaper than the keys of a long prefill.
  void read_again(const NgramCache& cache);
  const CacheState& state() const { return state_; }

 private:
  void add_once(const CacheConfig& config, std::uint32_t table_id,
                std::span<const std::uint32_t> buckets);
  void flush();
  bool covers(const CacheConfig& config, std::uint32_t table_id) const;

  DigestElements elements_;
  DigestSet set_;
  CacheState state_;
  std::vector<TableBucket> waiting_;  // of one call, digested together
};

}  // namespace reference
