// SPDX-License-Identifier: Apache-2.0
// What a cache's scores add up to over the whole vocabulary (ngram-cache.md section 7): for every
// position, at its first scoring, Z = sum of s_j(v), and with it the normalized, the
// component-normalized and the decodable length of the same stream. A claimed score is a code
// length only where Z is 1.
#pragma once

#include <cstdint>
#include <vector>

#include "reference_impl/evaluation/score_first.h"

namespace reference {

// One position over the whole vocabulary.
struct RowVerdict {
  double z = 0;
  double component_nats = 0;
  double code_bits = 0;       // of the table code of section 7, without the 32 final bits
  double score_at_token = 0;  // the row's own entry: must be what was claimed
};

// The verdict on the row after `prefix`; `logits` and `neural` are the network's at that position.
RowVerdict judge_row(const NgramCache& cache, std::span<const std::uint16_t> prefix,
                     std::uint16_t token, std::span<const float> logits, const NeuralScore& neural);

// Statistics of Z over positions; quantiles interpolate linearly.
struct NormalizerStatistics {
  double mean = 0;
  double median = 0;
  double least = 0;
  double most = 0;
  double p10 = 0;
  double p90 = 0;
  double p99 = 0;
  double share_above_1_01 = 0;
  double share_below_0_99 = 0;
  double mean_log2 = 0;
  double sum_ln = 0;
  std::vector<double> mean_by_quarter;  // four of floor(n/4) positions each; empty where n < 4
};

// Z by position, ascending; not empty.
NormalizerStatistics normalizer_statistics(std::vector<double> z);

struct NormalizationResult {
  std::uint64_t positions = 0;
  std::uint64_t claims_unlike_rows = 0;  // positions whose claim is not the row's own entry
  NormalizerStatistics z;
  double once_nats = 0;
  double normalized_nats = 0;  // once + sum of ln Z
  double component_nats = 0;
  double code_bits = 0;
  // The positions measured and their Z where only some were, for a bound on the rest.
  std::vector<std::uint64_t> sampled;
  std::vector<double> sampled_z;
};

// Collects the verdicts of a run's segments, as its row sink. Ranks may call at once, each for
// itself.
class NormalizationPass {
 public:
  // Measures every position, or those of `sample` (ascending) where it is not empty.
  explicit NormalizationPass(std::uint32_t world_size, std::vector<std::uint64_t> sample = {});

  // Z of each position of the segment, repeats too; 0 where it was not measured.
  std::vector<double> take(const SegmentRows& rows);
  // Over all ranks.
  NormalizationResult finish() const;

 private:
  struct PerRank {
    std::vector<std::uint64_t> positions;
    std::vector<double> z;
    double once_nats = 0;
    double component_nats = 0;
    double code_bits = 0;
    std::uint64_t unlike = 0;
  };

  bool wanted(std::uint64_t position) const;

  std::vector<PerRank> ranks_;
  std::vector<std::uint64_t> sample_;
};

// `count` different positions of 1..targets drawn from a seed, ascending.
std::vector<std::uint64_t> sampled_positions(std::uint64_t targets, std::uint64_t count,
                                             std::uint64_t seed);

}  // namespace reference
