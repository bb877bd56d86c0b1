// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/evaluation/normalization.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

#include "reference_impl/base/error.h"
#include "reference_impl/evaluation/softmax.h"
#include "reference_impl/evaluation/synthetic_model.h"
#include "reference_impl/ngram/mixing.h"

namespace reference {
namespace {

constexpr double kCodeTotal = 4294967296.0;

// Bits of `token` in the code f(v) = 1 + floor(s(v)/Z * (2^32 - V)), the remainder to the largest.
double code_bits_of(std::span<const double> scores, double z, std::uint16_t token) {
  const double scale = kCodeTotal - static_cast<double>(scores.size());
  double rest = scale;
  std::size_t largest = 0;
  for (std::size_t v = 0; v < scores.size(); ++v) {
    rest -= std::floor(scores[v] / z * scale);
    largest = scores[v] > scores[largest] ? v : largest;
  }
  double frequency = 1 + std::floor(scores[token] / z * scale);
  if (token == largest) {
    frequency += rest;
  }
  return 32 - std::log2(frequency);
}

// The value a share of the way through ascending values.
double quantile(std::span<const double> ascending, double share) {
  const double place = share * static_cast<double>(ascending.size() - 1);
  const auto below = static_cast<std::size_t>(place);
  const std::size_t above = std::min(below + 1, ascending.size() - 1);
  return ascending[below] +
         (place - static_cast<double>(below)) * (ascending[above] - ascending[below]);
}

double mean(std::span<const double> values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

}  // namespace

RowVerdict judge_row(const NgramCache& cache, std::span<const std::uint16_t> prefix,
                     std::uint16_t token, std::span<const float> logits,
                     const NeuralScore& neural) {
  const RowCounts counts = cache.row_counts(prefix, logits.size());
  const std::vector<double> scores =
      mix_row(cache.config(), softmax(logits), neural.entropy_nats, counts);
  const double z = std::accumulate(scores.begin(), scores.end(), 0.0);
  return {.z = z,
          .component_nats = score_nats(component_score(cache.config(), neural, counts, token)),
          .code_bits = code_bits_of(scores, z, token),
          .score_at_token = scores[token]};
}

NormalizerStatistics normalizer_statistics(std::vector<double> z) {
  require(!z.empty(), "statistics of no position");
  NormalizerStatistics statistics;
  const auto count = static_cast<double>(z.size());
  statistics.mean = mean(z);
  for (const double one : z) {
    statistics.sum_ln += std::log(one);
    statistics.mean_log2 += std::log2(one) / count;
    statistics.share_above_1_01 += one > 1.01 ? 1 / count : 0;
    statistics.share_below_0_99 += one < 0.99 ? 1 / count : 0;
  }
  const std::size_t quarter = z.size() / 4;
  for (std::size_t i = 0; quarter > 0 && i < 4; ++i) {
    statistics.mean_by_quarter.push_back(mean(std::span(z).subspan(i * quarter, quarter)));
  }
  std::sort(z.begin(), z.end());
  statistics.median = quantile(z, 0.5);
  statistics.p10 = quantile(z, 0.1);
  statistics.p90 = quantile(z, 0.9);
  statistics.p99 = quantile(z, 0.99);
  statistics.least = z.front();
  statistics.most = z.back();
  return statistics;
}

NormalizationPass::NormalizationPass(std::uint32_t world_size, std::vector<std::uint64_t> sample)
    : ranks_(world_size), sample_(std::move(sample)) {}

bool NormalizationPass::wanted(std::uint64_t position) const {
  return sample_.empty() || std::binary_search(sample_.begin(), sample_.end(), position);
}

std::vector<double> NormalizationPass::take(const SegmentRows& rows) {
  PerRank& mine = ranks_.at(rows.rank);
  std::vector<double> z(rows.scores.size(), 0.0);
  for (std::size_t i = 0; i < rows.scores.size(); ++i) {
    const PositionScore& score = rows.scores[i];
    if (!wanted(score.position)) {
      continue;
    }
    const RowVerdict verdict =
        judge_row(rows.cache, rows.tokens.first(score.position), score.token,
                  rows.logits.subspan(i * rows.vocabulary, rows.vocabulary), score.neural);
    z[i] = verdict.z;
    mine.unlike += verdict.score_at_token == score.cache.probability ? 0 : 1;
    if (score.first_time) {
      mine.positions.push_back(score.position);
      mine.z.push_back(verdict.z);
      mine.once_nats += score_nats(score.cache.probability);
      mine.component_nats += verdict.component_nats;
      mine.code_bits += verdict.code_bits;
    }
  }
  return z;
}

NormalizationResult NormalizationPass::finish() const {
  NormalizationResult result;
  std::vector<double> z;
  for (const PerRank& rank : ranks_) {
    z.insert(z.end(), rank.z.begin(), rank.z.end());
    result.claims_unlike_rows += rank.unlike;
    result.once_nats += rank.once_nats;
    result.component_nats += rank.component_nats;
    result.code_bits += rank.code_bits;
    if (!sample_.empty()) {
      result.sampled.insert(result.sampled.end(), rank.positions.begin(), rank.positions.end());
    }
  }
  result.positions = z.size();
  result.sampled_z = sample_.empty() ? std::vector<double>{} : z;
  if (!z.empty()) {
    result.z = normalizer_statistics(std::move(z));
  }
  result.normalized_nats = result.once_nats + result.z.sum_ln;
  return result;
}

std::vector<std::uint64_t> sampled_positions(std::uint64_t targets, std::uint64_t count,
                                             std::uint64_t seed) {
  std::set<std::uint64_t> drawn;
  // The high bits of a draw, so that every position is as likely as the others to one part in 2^31.
  for (std::uint64_t i = 0; drawn.size() < std::min(count, targets); ++i) {
    drawn.insert(1 + ((mix64(seed ^ mix64(i)) >> 1U) % targets));
  }
  return {drawn.begin(), drawn.end()};
}

}  // namespace reference
