// SPDX-License-Identifier: Apache-2.0
#include "verifier/gather/breach_book.h"

namespace verifier {

void BreachBook::add(const std::string& invariant, const EventPlace& place,
                     const std::string& what) {
  InvariantBreach& breach = by_invariant_[invariant];
  if (breach.count++ == 0) {
    breach.invariant = invariant;
    breach.rank = place.rank;
    breach.segment = place.segment;
    breach.first = place.first;
    breach.last = place.last;
    breach.what = what;
  }
}

std::vector<InvariantBreach> BreachBook::breaches() const {
  std::vector<InvariantBreach> all;
  all.reserve(by_invariant_.size());
  for (const auto& [invariant, breach] : by_invariant_) {
    all.push_back(breach);
  }
  return all;
}

}  // namespace verifier
