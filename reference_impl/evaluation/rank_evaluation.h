// SPDX-License-Identifier: Apache-2.0
// One rank's pass of the score-first loop; score_first.h is the door.
#pragma once

#include <span>
#include <vector>

#include "reference_impl/evaluation/score_first.h"

namespace reference {

// What all ranks share. References outlive the pass.
struct RunInput {
  std::span<const std::uint16_t> tokens;  // x[0..T]
  const PieceTable& pieces;
  const CacheConfig& cache;
  const ModelFactory& make_model;
  const ScoreFirstOptions& options;
  Geometry geometry;
  Digest256 token_digest;
};

struct RankOutcome {
  RankResult result;
  CacheState start;  // before the first window
  CacheState end;
  ScoreSums once;
  double rescore_nats = 0;
  double float32_nats = 0;
  // By position of the last stride: what its first scoring cost (where this rank did it), and how
  // often this rank scored it again.
  std::vector<double> tail_first_nats;
  std::vector<std::uint64_t> tail_repeats;
  std::vector<Digest256> leaves;
  NamedFile event_file;
};

RankOutcome evaluate_rank(const RunInput& input, std::uint32_t rank);

}  // namespace reference
