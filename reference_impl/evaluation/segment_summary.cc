// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/evaluation/segment_summary.h"

#include <algorithm>
#include <array>
#include <bit>

#include "reference_impl/base/sha256_lanes.h"
#include "reference_impl/ngram/mixing.h"

namespace reference {
namespace {

static_assert(std::endian::native == std::endian::little, "scores are hashed as they lie");

// One position of a score digest: j u64, token u32 and matched order u32, C, F, and the bits of
// score, Z and the network's probability.
using ScoreWords = std::array<std::uint64_t, 7>;

ScoreWords words_of(const PositionScore& score) {
  const std::uint64_t order = score.cache.matched_order;
  return {score.position,
          score.token | order << 32U,
          score.cache.context_count,
          score.cache.full_count,
          std::bit_cast<std::uint64_t>(score.cache.probability),
          0,  // Z: normalization is not computed while scoring
          std::bit_cast<std::uint64_t>(score.neural.probability)};
}

const std::uint8_t* bytes_of(const ScoreWords* words) {
  return reinterpret_cast<const std::uint8_t*>(words);
}

std::uint64_t coded_bits_of(std::span<const PositionScore> scores) {
  std::uint64_t bits = 0;
  for (const PositionScore& score : scores) {
    bits += coded_bits(score.cache.probability);
  }
  return bits;
}

// Segments of one length, at most as many as are hashed at once.
void summarize_alike(std::span<const PositionScore> scores, std::size_t length,
                     std::span<SegmentSummary> summaries) {
  std::vector<ScoreWords> words(scores.size());
  std::transform(scores.begin(), scores.end(), words.begin(), words_of);
  std::array<const std::uint8_t*, kShaLanes> texts{};
  std::array<Digest256, kShaLanes> digests{};
  for (std::size_t i = 0; i < summaries.size(); ++i) {
    texts[i] = bytes_of(words.data() + i * length);
    summaries[i].coded_bits = coded_bits_of(scores.subspan(i * length, length));
  }
  sha256_each(std::span(texts).first(summaries.size()), length * sizeof(ScoreWords),
              std::span(digests).first(summaries.size()));
  for (std::size_t i = 0; i < summaries.size(); ++i) {
    summaries[i].score_digest = digests[i];
  }
}

}  // namespace

SegmentSummary summarize_segment(std::span<const PositionScore> scores) {
  std::vector<ScoreWords> words(scores.size());
  std::transform(scores.begin(), scores.end(), words.begin(), words_of);
  return {
      .score_digest = sha256(std::span(bytes_of(words.data()), words.size() * sizeof(ScoreWords))),
      .coded_bits = coded_bits_of(scores)};
}

std::vector<SegmentSummary> summarize_segments(std::span<const PositionScore> scores,
                                               std::span<const std::size_t> lengths) {
  std::vector<SegmentSummary> summaries(lengths.size());
  for (std::size_t done = 0; done < lengths.size();) {
    const std::size_t length = lengths[done];
    std::size_t count = 1;
    while (count < kShaLanes && done + count < lengths.size() && lengths[done + count] == length) {
      ++count;
    }
    summarize_alike(scores.first(count * length), length,
                    std::span(summaries).subspan(done, count));
    scores = scores.subspan(count * length);
    done += count;
  }
  return summaries;
}

}  // namespace reference
