// SPDX-License-Identifier: Apache-2.0
// Questions put to a cache through its own interface, while the audit drives it over one rank's
// windows (causality-audit.md sections 2 and 3). At each chosen position t:
//   I4   the buckets a segment reads are the same before and after it is scored;
//   I9   with every token from t on replaced, no score before t, no state before the first update
//        that contains t, and not the row at t, changes;
//   I10  the row at t does not change when x[t] and what follows it are replaced;
//   I11  the row's entries are the scores given directly for each token in t's place, and sum to
//        what the counts of the tables say, never below one;
//   I12  scores and rows are those of an independent cache of the same configuration.
// The network's numbers stay those of the unperturbed run.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "reference_impl/evaluation/geometry.h"
#include "reference_impl/ngram/ngram_cache.h"
#include "verifier/gather/breach_book.h"
#include "verifier/gather/cache_drive.h"

namespace verifier {

struct ProbeInput {
  std::span<const std::uint16_t> tokens;  // x[0..T]
  const reference::CacheConfig& cache;
  reference::Geometry geometry;
  std::uint32_t rank = 0;
  std::uint32_t world_size = 1;
  std::uint32_t vocabulary = 1024;
  CacheMaker make_subject;                         // the cache that is questioned
  CacheMaker make_oracle;                          // an honest one
  std::span<const reference::NeuralScore> neural;  // by position 0..T
  std::vector<std::uint64_t> places;               // t, within the rank's scored positions
};

struct ProbeCount {
  std::uint64_t perturbations = 0;
  std::uint64_t scores_compared = 0;
  std::uint64_t rows = 0;
};

// The places to question a rank at: edges of segments, the rank's first positions, the last ones,
// and some between, at most `limit`, drawn from `seed`; ascending.
std::vector<std::uint64_t> probe_places(const reference::Geometry& geometry, std::uint32_t rank,
                                        std::uint32_t world_size, std::uint64_t seed,
                                        std::size_t limit);

// Broken invariants go into `book`.
ProbeCount probe_cache(const ProbeInput& input, BreachBook& book);

}  // namespace verifier
