// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/ngram/mixing.h"

#include <algorithm>
#include <cmath>

#include "reference_impl/base/error.h"

namespace reference {
namespace {

constexpr double kLeastScore = 1e-12;

double clip(double probability) {
  return std::clamp(probability, kLeastScore, 1.0);
}

double capped(const OrderCounts& counts) {
  return static_cast<double>(std::min(counts.full, counts.context));
}

double gate_center(const CacheConfig& config, int order) {
  const Gate& gate = config.gate;
  if (gate.kind == GateKind::entropy) {
    return gate.center;
  }
  if (gate.kind == GateKind::per_order) {
    return gate.centers.at(static_cast<std::size_t>(order - config.lowest_order));
  }
  const int span = std::max(config.highest_order - config.lowest_order, 1);
  return gate.center_low_order - static_cast<double>(order - config.lowest_order) / span *
                                     (gate.center_low_order - gate.center_high_order);
}

CacheScore mix_dirichlet(const CacheConfig& config, double neural,
                         std::span<const OrderCounts> counts) {
  double probability = neural;
  for (const OrderCounts& order : counts) {
    if (order.context > 0) {
      probability = (capped(order) + config.concentration * probability) /
                    (static_cast<double>(order.context) + config.concentration);
    }
  }
  return {.probability = clip(probability)};
}

CacheScore mix_backoff(const NeuralScore& neural, double alpha, const OrderCounts& counts) {
  const double q = std::clamp(capped(counts) / std::max(counts.context, 1U), 0.0, 1.0);
  return {.probability = clip((1.0 - alpha) * neural.probability + alpha * q), .alpha = alpha};
}

}  // namespace

int matched_index(const CacheConfig& config, std::span<const OrderCounts> counts) {
  const std::uint32_t least =
      config.variant == CacheVariant::dirichlet ? 1 : std::max(config.min_count, 1U);
  for (std::size_t i = counts.size(); i > 0; --i) {
    if (counts[i - 1].context >= least) {
      return static_cast<int>(i) - 1;
    }
  }
  return -1;
}

std::vector<int> deciding_indices(const CacheConfig& config, std::span<const OrderCounts> counts) {
  std::vector<int> indices;
  if (config.variant != CacheVariant::dirichlet) {
    const int matched = matched_index(config, counts);
    if (matched >= 0) {
      indices.push_back(matched);
    }
    return indices;
  }
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (counts[i].context > 0) {
      indices.push_back(static_cast<int>(i));
    }
  }
  return indices;
}

double count_weight(const CacheConfig& config, int order, double entropy_nats) {
  const Gate& gate = config.gate;
  if (config.variant == CacheVariant::dirichlet) {
    return 0;
  }
  double alpha = gate.alpha;
  if (gate.kind != GateKind::fixed) {
    const double x = gate.scale * (entropy_nats - gate_center(config, order));
    alpha = gate.base + gate.range / (1.0 + std::exp(-x));
  }
  if (config.variant == CacheVariant::pr796_mult) {
    const auto index = static_cast<std::size_t>(order - config.lowest_order);
    alpha *= config.order_mults[std::min(index, config.order_mults.size() - 1)];
    alpha = std::clamp(alpha, 0.0, config.alpha_max);
  }
  return alpha;
}

CacheScore mix_matched(const CacheConfig& config, const NeuralScore& neural, int order,
                       const OrderCounts& counts) {
  CacheScore score = mix_backoff(neural, count_weight(config, order, neural.entropy_nats), counts);
  score.matched_order = static_cast<std::uint8_t>(order);
  score.context_count = counts.context;
  score.full_count = counts.full;
  return score;
}

CacheScore mix_counts(const CacheConfig& config, const NeuralScore& neural,
                      std::span<const OrderCounts> counts) {
  const int matched = matched_index(config, counts);
  if (matched < 0) {
    return {.probability = clip(neural.probability)};
  }
  const OrderCounts& decisive = counts[static_cast<std::size_t>(matched)];
  const int order = config.lowest_order + matched;
  if (config.variant != CacheVariant::dirichlet) {
    return mix_matched(config, neural, order, decisive);
  }
  CacheScore score = mix_dirichlet(config, neural.probability, counts);
  score.matched_order = static_cast<std::uint8_t>(order);
  score.context_count = decisive.context;
  score.full_count = decisive.full;
  return score;
}

double score_nats(double probability) {
  return -std::log(probability);
}

double float32_nats(const NeuralScore& neural, const CacheScore& score) {
  float mixed = static_cast<float>(neural.probability);
  if (score.matched_order != 0) {
    const auto alpha = static_cast<float>(score.alpha);
    const double q = capped({.context = score.context_count, .full = score.full_count}) /
                     static_cast<double>(score.context_count);
    mixed = static_cast<float>(static_cast<double>((1.0F - alpha) * mixed) +
                               static_cast<double>(alpha) * q);
  }
  return -std::log(std::clamp(mixed, static_cast<float>(kLeastScore), 1.0F));
}

std::uint64_t coded_bits(double probability) {
  require(probability > 0 && probability <= 1, "coded bits of what is no probability");
  // Where doubles are 1 apart, adding rounds: half to even, and exactly what nearbyint() gives.
  constexpr double kUnit = 4294967296.0;
  constexpr double kWhole = 6755399441055744.0;  // 1.5 * 2^52
  const double rounded = (-std::log2(probability) * kUnit + kWhole) - kWhole;
  return static_cast<std::uint64_t>(rounded);
}

}  // namespace reference
