// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/ngram/candidate_rows.h"

#include <algorithm>

#include "reference_impl/ngram/keys.h"

namespace reference {

CandidateRows::CandidateRows(const CacheConfig& config)
    : mask_(static_cast<std::uint32_t>(config.buckets - 1)) {
  for (int order = config.lowest_order; order <= config.highest_order; ++order) {
    multipliers_[static_cast<std::size_t>(order)] =
        static_cast<std::uint32_t>(target_prime(config, order - 1));
  }
}

// The multiples of the candidates are made by addition: they wrap as the product does.
void CandidateRows::read(std::span<const std::uint32_t> full_table, const ContextCount& context,
                         std::span<std::uint32_t> fulls) const {
  const std::uint32_t multiplier = multipliers_[static_cast<std::size_t>(context.order)];
  const std::uint32_t* table = full_table.data();
  std::uint32_t multiple = 0;
  for (std::uint32_t& full : fulls) {
    full = table[(context.key ^ multiple) & mask_];
    multiple += multiplier;
  }
}

std::uint64_t CandidateRows::capped_sum(std::span<const std::uint32_t> full_table,
                                        const ContextCount& context, std::size_t vocabulary) const {
  const std::uint32_t multiplier = multipliers_[static_cast<std::size_t>(context.order)];
  const std::uint32_t* table = full_table.data();
  std::uint64_t sum = 0;
  std::uint32_t multiple = 0;
  for (std::size_t v = 0; v < vocabulary; ++v) {
    sum += std::min(table[(context.key ^ multiple) & mask_], context.count);
    multiple += multiplier;
  }
  return sum;
}

}  // namespace reference
