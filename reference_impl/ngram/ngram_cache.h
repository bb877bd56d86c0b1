// SPDX-License-Identifier: Apache-2.0
// An eval-time n-gram cache, exactly as its configuration claims, faults included
// (ngram-cache.md sections 3 to 5). Four verbs: row, score, update (and prefill, its bulk form),
// digest. row and score are handed what stands before a position and read the tables only; update
// writes them. Counts are integers and equal on every device; mixing is float64 on the host.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "reference_impl/base/state_digest.h"
#include "reference_impl/ngram/cache_config.h"

namespace reference {

// What the network says about one position: the probability of its token, and the entropy of the
// whole distribution in nats.
struct NeuralScore {
  double probability = 0;
  double entropy_nats = 0;
};

// What the cache made of one position.
struct CacheScore {
  double probability = 0;           // s_j(x_j), after the clip
  double alpha = 0;                 // weight of the counts; 0 where none matched, or Dirichlet
  std::uint8_t matched_order = 0;   // 0: none; Dirichlet: the highest order with a count
  std::uint32_t context_count = 0;  // C at the matched order
  std::uint32_t full_count = 0;     // F of the true token at the matched order
};

// The running state: MSH2 digest D over the tables of the cache's digest set (0 where it is `none`)
// and the increments of those tables so far.
struct CacheState {
  StateDigest digest;
  std::uint64_t increments = 0;
  friend bool operator==(const CacheState&, const CacheState&) = default;
};

// What stands for one position and order over the whole vocabulary: C, and F(v) for each candidate.
struct OrderRow {
  int order = 0;
  std::uint32_t context = 0;
  std::vector<std::uint32_t> fulls;
};

// The orders that decide a position, ascending: the matched one alone for backoff, every order with
// C > 0 for Dirichlet; none where nothing matches. Which they are never depends on the candidate.
using RowCounts = std::vector<OrderRow>;

// One deciding order's counts summed over every candidate: sum of min(F(v), C).
struct CandidateSum {
  int order = 0;
  std::uint32_t context = 0;
  std::uint64_t capped = 0;
  friend bool operator==(const CandidateSum&, const CandidateSum&) = default;
};

enum class CacheDevice { cpu, cuda };

// `plain` is the oracle: one context and one full table an order, read and written one by one.
enum class CacheImplementation { fast, plain };

// What the running digest covers (causality-audit.md 4.2b): every table; the context tables and the
// highest full table; or nothing, for runs that nobody audits. The first two are the numbers that
// an INIT event says.
enum class DigestSet : std::uint8_t { all = 0, shared = 1, none };

// Whether a set covers a table of a configuration.
bool covers(DigestSet set, const CacheConfig& config, std::uint32_t table_id);

struct CacheOptions {
  CacheDevice device = CacheDevice::cpu;
  CacheImplementation implementation = CacheImplementation::fast;
  std::optional<DigestSet> digest = std::nullopt;  // absent: everything that is stored
  unsigned threads = 0;                            // for a prefill; 0: one for each core
};

class NgramCache {
 public:
  virtual ~NgramCache() = default;
  virtual const CacheConfig& config() const = 0;
  // What state() covers.
  virtual DigestSet digest_set() const = 0;

  // Scores of every candidate after `prefix` = x[0..j-1], given the network's distribution over
  // them. Never sees x[j].
  virtual std::vector<double> row(std::span<const std::uint16_t> prefix,
                                  std::span<const double> neural, double entropy_nats) const = 0;

  // Scores of the positions first..first+neural.size()-1 of the stream against the state as it is.
  virtual void score(std::span<const std::uint16_t> tokens, std::uint64_t first,
                     std::span<const NeuralScore> neural, std::span<CacheScore> scores) const = 0;

  // The deciding counts after `prefix` for every candidate below `vocabulary`. Never sees x[j].
  virtual RowCounts row_counts(std::span<const std::uint16_t> prefix, std::size_t vocabulary) const;

  // The deciding counts of the positions first..first+sums.size()-1, summed over the vocabulary,
  // against the state as it is: what normalization needs of the cache, without the network.
  virtual void candidate_sums(std::span<const std::uint16_t> tokens, std::uint64_t first,
                              std::size_t vocabulary,
                              std::span<std::vector<CandidateSum>> sums) const;

  // Inserts every order's n-grams that end at the positions first..last (closed).
  virtual void update(std::span<const std::uint16_t> tokens, std::uint64_t first,
                      std::uint64_t last) = 0;

  // Inserts the positions 1..last at once: the same state as updates in sequence.
  virtual void prefill(std::span<const std::uint16_t> tokens, std::uint64_t last) = 0;

  virtual CacheState state() const = 0;

  // Counts of a stored table (id 2*order: contexts, 2*order+1: full), read from the memory that
  // scoring reads. Valid until the next call on this object.
  virtual std::span<const std::uint32_t> table(std::uint32_t table_id) const = 0;
};

// An empty cache. Throws Error{resource_absent} where the device, or this build's support for it,
// is missing, or the tables do not fit in memory.
std::unique_ptr<NgramCache> make_ngram_cache(const CacheConfig& config, const DigestKey& key,
                                             const CacheOptions& options);
std::unique_ptr<NgramCache> make_ngram_cache(const CacheConfig& config, const DigestKey& key,
                                             CacheDevice device = CacheDevice::cpu);

// The table ids of a configuration, or those of them that a digest set covers; ascending.
std::vector<std::uint32_t> table_ids(const CacheConfig& config, DigestSet set = DigestSet::all);

}  // namespace reference
