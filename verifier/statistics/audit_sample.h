// SPDX-License-Identifier: Apache-2.0
// How many positions an audit of distributions must draw (statistics.md section 5), and what it may
// say afterwards.
#pragma once

#include <cstdint>

namespace verifier::statistics {

// What the audit is about: a vocabulary, the bytes a token stands for, the tolerated excess of the
// total mass.
struct AuditedScorer {
  double vocabulary = 0;
  double bytes_per_token = 0;
  double tolerance = 0;
};

// The least share of offending positions that a gain of `gain_bpb` from excess mass needs.
double least_offending_share(const AuditedScorer& scorer, double gain_bpb);

// Positions to draw so that such a share is missed with chance at most 1 - confidence.
std::uint64_t audit_positions(double share, double confidence);

// If all drawn positions pass: the share of offending positions is below this, with confidence.
double share_bound(std::uint64_t positions, double confidence);

// Half-width of the interval around the sample mean of the stolen bits, two-sided (Hoeffding).
double stolen_bits_bound(double vocabulary, std::uint64_t positions, double confidence);

}  // namespace verifier::statistics
