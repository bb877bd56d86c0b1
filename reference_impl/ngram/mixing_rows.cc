// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "reference_impl/base/error.h"
#include "reference_impl/ngram/mixing.h"

namespace reference {
namespace {

constexpr double kLeastScore = 1e-12;

double capped(std::uint32_t full, std::uint32_t context) {
  return static_cast<double>(std::min(full, context));
}

std::uint64_t capped_sum(const OrderRow& row) {
  std::uint64_t sum = 0;
  for (const std::uint32_t full : row.fulls) {
    sum += std::min(full, row.context);
  }
  return sum;
}

void clip_row(std::vector<double>& scores) {
  for (double& score : scores) {
    score = std::min(std::max(score, kLeastScore), 1.0);
  }
}

void mix_dirichlet_order(const CacheConfig& config, const OrderRow& row,
                         std::vector<double>& scores) {
  const double divisor = static_cast<double>(row.context) + config.concentration;
  for (std::size_t v = 0; v < scores.size(); ++v) {
    scores[v] = (capped(row.fulls[v], row.context) + config.concentration * scores[v]) / divisor;
  }
}

void mix_backoff_order(double alpha, const OrderRow& row, std::vector<double>& scores) {
  const std::uint32_t divisor = std::max(row.context, 1U);
  for (std::size_t v = 0; v < scores.size(); ++v) {
    const double q = capped(row.fulls[v], row.context) / divisor;
    scores[v] = (1.0 - alpha) * scores[v] + alpha * q;
  }
}

// min(F, C) of the token over its sum; 0 where nothing is counted.
double normalized_share(const OrderRow& row, std::uint16_t token) {
  const auto sum = static_cast<double>(capped_sum(row));
  return sum > 0 ? capped(row.fulls.at(token), row.context) / sum : 0;
}

}  // namespace

std::vector<double> mix_row(const CacheConfig& config, std::span<const double> neural,
                            double entropy_nats, const RowCounts& counts) {
  std::vector<double> scores(neural.begin(), neural.end());
  for (const OrderRow& row : counts) {
    require(row.fulls.size() == scores.size(), "a row of counts of another vocabulary");
    if (config.variant == CacheVariant::dirichlet) {
      mix_dirichlet_order(config, row, scores);
    } else {
      mix_backoff_order(count_weight(config, row.order, entropy_nats), row, scores);
    }
  }
  clip_row(scores);
  return scores;
}

std::vector<CandidateSum> sum_candidates(const RowCounts& counts) {
  std::vector<CandidateSum> sums;
  sums.reserve(counts.size());
  for (const OrderRow& row : counts) {
    sums.push_back({.order = row.order, .context = row.context, .capped = capped_sum(row)});
  }
  return sums;
}

double normalizer(const CacheConfig& config, double entropy_nats,
                  std::span<const CandidateSum> sums) {
  double z = 1;
  for (const CandidateSum& sum : sums) {
    const auto context = static_cast<double>(sum.context);
    if (config.variant == CacheVariant::dirichlet) {
      z = (static_cast<double>(sum.capped) + config.concentration * z) /
          (context + config.concentration);
    } else {
      const double alpha = count_weight(config, sum.order, entropy_nats);
      z = (1.0 - alpha) + alpha * (static_cast<double>(sum.capped) / std::max(context, 1.0));
    }
  }
  return z;
}

double component_score(const CacheConfig& config, const NeuralScore& neural,
                       const RowCounts& counts, std::uint16_t token) {
  double score = neural.probability;
  for (const OrderRow& row : counts) {
    if (config.variant == CacheVariant::dirichlet) {
      score = (capped(row.fulls.at(token), row.context) + config.concentration * score) /
              (static_cast<double>(capped_sum(row)) + config.concentration);
    } else {
      const double alpha = count_weight(config, row.order, neural.entropy_nats);
      score = (1.0 - alpha) * score + alpha * normalized_share(row, token);
    }
  }
  return std::clamp(score, kLeastScore, 1.0);
}

}  // namespace reference
