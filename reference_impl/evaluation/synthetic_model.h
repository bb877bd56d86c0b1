// SPDX-License-Identifier: Apache-2.0
// The synthetic network of ngram-cache.md section 8: logits that are exact in every float format
// and depend on a seed and the position alone, so that a cache can be tested without a trained
// network.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "reference_impl/evaluation/token_model.h"

namespace reference {

enum class SyntheticMode {
  hash,        // causal by construction, predicts nothing
  calibrated,  // right as often as it says; peeks at x[j], so never for causality tests
};

struct SyntheticConfig {
  SyntheticMode mode = SyntheticMode::hash;
  std::uint64_t seed = 0;
  std::uint64_t s_lo = 10;
  std::uint64_t s_n = 25;
  std::uint32_t vocabulary = 1024;
};

// The splitmix64 step.
std::uint64_t mix64(std::uint64_t z);

// Logits of position j in eighths, 0..255, for each candidate; `truth` is x[j] and is used in
// calibrated mode alone.
std::vector<std::uint8_t> synthetic_row(const SyntheticConfig& config, std::uint64_t position,
                                        std::uint16_t truth);

class SyntheticModel : public TokenModel {
 public:
  // `truth` is the whole stream x[0..T] and outlives the model.
  SyntheticModel(const SyntheticConfig& config, std::span<const std::uint16_t> truth)
      : config_(config), truth_(truth) {}
  std::uint32_t vocabulary() const override { return config_.vocabulary; }
  bool shape_matters() const override { return false; }
  void logits(std::span<const std::uint16_t> tokens, std::span<const WindowRequest> windows,
              std::span<float> logits) override;

 private:
  void write_row(std::uint64_t position, std::span<float> logits) const;

  SyntheticConfig config_;
  std::span<const std::uint16_t> truth_;
};

}  // namespace reference
