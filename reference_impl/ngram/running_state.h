// SPDX-License-Identifier: Apache-2.0
// The running digest D and the increments N of a cache, computed from the keys of what is inserted
// and not from the tables (causality-audit.md 4.2b, set `all`): an error of the table writer then
// shows at the next checkpoint.
#pragma once

#include "reference_impl/base/state_digest.h"
#include "reference_impl/ngram/keys.h"
#include "reference_impl/ngram/ngram_cache.h"

namespace reference {

class RunningState {
 public:
  explicit RunningState(const DigestKey& key) : elements_(key) {}

  // Accounts for one insertion of every key of a stretch.
  void add(const CacheConfig& config, const StretchKeys& keys);
  const CacheState& state() const { return state_; }

 private:
  DigestElements elements_;
  CacheState state_;
};

}  // namespace reference
