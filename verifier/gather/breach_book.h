// SPDX-License-Identifier: Apache-2.0
// Collects broken invariants while events are audited: how often each broke, and where first.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "verifier/evidence/evidence.h"

namespace verifier {

// Where in a run something happened.
struct EventPlace {
  std::uint64_t rank = 0;
  std::uint64_t segment = 0;
  std::uint64_t first = 0;  // positions concerned
  std::uint64_t last = 0;
};

class BreachBook {
 public:
  // Counts one breach of an invariant ("I3"); the first one's place and words are kept.
  void add(const std::string& invariant, const EventPlace& place, const std::string& what);

  // All of them, by invariant.
  std::vector<InvariantBreach> breaches() const;

 private:
  std::map<std::string, InvariantBreach> by_invariant_;
};

}  // namespace verifier
