// SPDX-License-Identifier: Apache-2.0
#include "verifier/statistics/audit_sample.h"

#include <cmath>

namespace verifier::statistics {

double least_offending_share(const AuditedScorer& scorer, double gain_bpb) {
  const double tolerated = std::log2(1 + scorer.tolerance);
  return (gain_bpb * scorer.bytes_per_token - tolerated) /
         (std::log2(scorer.vocabulary) - tolerated);
}

std::uint64_t audit_positions(double share, double confidence) {
  return static_cast<std::uint64_t>(std::ceil(std::log1p(-confidence) / std::log1p(-share)));
}

double share_bound(std::uint64_t positions, double confidence) {
  return -std::expm1(std::log1p(-confidence) / static_cast<double>(positions));
}

double stolen_bits_bound(double vocabulary, std::uint64_t positions, double confidence) {
  return std::log2(vocabulary) *
         std::sqrt(std::log(2 / (1 - confidence)) / (2 * static_cast<double>(positions)));
}

}  // namespace verifier::statistics
