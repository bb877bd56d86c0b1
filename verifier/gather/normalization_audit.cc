// SPDX-License-Identifier: Apache-2.0
#include "verifier/gather/normalization_audit.h"

#include "reference_impl/evaluation/normalization.h"
#include "reference_impl/ngram/mixing.h"
#include "verifier/base/result.h"

namespace verifier {

NormalizationCount::NormalizationCount(std::span<const std::uint16_t> tokens,
                                       const reference::PieceTable& pieces)
    : tokens_(tokens), pieces_(pieces), seen_(tokens.size(), false) {}

void NormalizationCount::take(const SegmentReplay& segment) {
  std::vector<std::vector<reference::CandidateSum>> sums(segment.scores.size());
  segment.tables.candidate_sums(tokens_, segment.first, pieces_.pieces.size(), sums);
  for (std::size_t i = 0; i < segment.scores.size(); ++i) {
    const reference::PositionScore& score = segment.scores[i];
    if (seen_[score.position]) {
      continue;
    }
    seen_[score.position] = true;
    z_.push_back(
        reference::normalizer(segment.tables.config(), score.neural.entropy_nats, sums[i]));
    once_nats_ += reference::score_nats(score.cache.probability);
    bytes_ += reference::target_bytes(pieces_, tokens_[score.position - 1], score.token);
  }
}

NormalizationAudit NormalizationCount::finish() const {
  if (z_.empty()) {
    throw Error(ErrorKind::bad_input, "no position could be scored again, so none has a sum");
  }
  const reference::NormalizerStatistics z = reference::normalizer_statistics(z_);
  NormalizationAudit audit;
  audit.positions = z_.size();
  audit.bytes = bytes_;
  audit.z_least = z.least;
  audit.z_median = z.median;
  audit.z_mean = z.mean;
  audit.z_most = z.most;
  audit.share_above = z.share_above_1_01;
  audit.once_nats = once_nats_;
  audit.normalized_nats = once_nats_ + z.sum_ln;
  return audit;
}

}  // namespace verifier
