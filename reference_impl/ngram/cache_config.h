// SPDX-License-Identifier: Apache-2.0
// One configuration for every eval-time n-gram cache of the specification (ngram-cache.md sections
// 3 to 5): which variant, orders, primes, buckets, gate. Its JSON is the `cache` object of a recipe
// and of the golden configs; the run's config digest is SHA-256 of that object's RFC 8785 bytes.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace reference {

enum class CacheVariant { pr806, pr796, pr796_mult, dirichlet };

enum class GateKind { entropy, order_adaptive, per_order, fixed };

// alpha = base + range * sigmoid(scale * (E - center)), E in nats; `fixed` uses `alpha` alone.
struct Gate {
  GateKind kind = GateKind::entropy;
  double base = 0;
  double range = 0;
  double scale = 0;
  double center = 0;             // entropy
  double center_low_order = 0;   // order-adaptive: at the lowest order
  double center_high_order = 0;  // order-adaptive: at the highest order
  std::vector<double> centers;   // per-order, as PR 798's: by order - lowest_order
  double alpha = 0;              // fixed
};

// An order-o n-gram has o-1 context tokens.
inline constexpr int kHighestOrder = 16;

struct CacheConfig {
  CacheVariant variant = CacheVariant::pr806;
  int lowest_order = 2;   // at least 2
  int highest_order = 7;  // at most kHighestOrder
  std::array<std::uint64_t, 7> primes{};
  // A hash that multiplies the target by one prime of its own at every order; the submissions have
  // none and use the prime of the target's place.
  std::optional<std::uint64_t> target_prime;
  std::uint64_t buckets = 0;        // a power of two, at most 2^28
  std::uint32_t min_count = 0;      // 0 for the Dirichlet variant, which has none
  Gate gate;                        // unused by the Dirichlet variant
  double concentration = 0;         // Dirichlet
  std::vector<double> order_mults;  // pr796_mult, by order - lowest_order, last one repeats
  double alpha_max = 1;             // pr796_mult
  // The stream is cut to a multiple of this before anything is scored; 0: of the sequence length.
  std::uint64_t trunc_multiple = 0;
};

// Whether the full table of order o counts what the context table of order o+1 counts one position
// later (ngram-cache.md section 3), so that one table can serve for both.
bool shares_tables(const CacheConfig& config);

// Reads a `cache` object; throws Error{bad_input} that names the unknown, missing or impossible
// field (`where` is the file and JSON pointer to print).
CacheConfig cache_config_from_json(const nlohmann::json& object, const std::string& where);

}  // namespace reference
