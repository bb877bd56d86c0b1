// SPDX-License-Identifier: Apache-2.0
// Z over the vocabulary of every position's first scoring, from the tables that the event audit
// filled from the tokens (ngram-cache.md section 7). Needs nothing of the network but its entropy.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "reference_impl/tokens/piece_table.h"
#include "verifier/evidence/audit_evidence.h"
#include "verifier/gather/score_replay.h"

namespace verifier {

class NormalizationCount {
 public:
  // What is passed in outlives this.
  NormalizationCount(std::span<const std::uint16_t> tokens, const reference::PieceTable& pieces);

  // Takes a segment in the order of scoring; positions that came before are left out.
  void take(const SegmentReplay& segment);
  // Throws Error{bad_input} where nothing was scored.
  NormalizationAudit finish() const;

 private:
  std::span<const std::uint16_t> tokens_;
  const reference::PieceTable& pieces_;
  std::vector<bool> seen_;
  std::vector<double> z_;
  double once_nats_ = 0;
  std::uint64_t bytes_ = 0;
};

}  // namespace verifier
