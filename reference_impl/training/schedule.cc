// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/training/schedule.h"

#include <algorithm>

#include "reference_impl/base/error.h"

namespace reference {

double learning_rate_factor(const TrainingConfig& config, std::int64_t step, double elapsed_ms) {
  const auto warmdown = static_cast<double>(config.warmdown_steps);
  if (warmdown <= 0) {
    return 1;
  }
  if (config.max_wallclock_seconds <= 0) {
    const auto left = static_cast<double>(config.iterations - step);
    return std::clamp(left / warmdown, 0.0, 1.0);
  }
  const double step_ms = elapsed_ms / static_cast<double>(std::max<std::int64_t>(step, 1));
  const double left_ms = std::max(config.max_wallclock_seconds * 1000 - elapsed_ms, 0.0);
  const double decay_ms = warmdown * step_ms;
  return left_ms <= decay_ms ? left_ms / std::max(decay_ms, 1e-9) : 1;
}

double muon_momentum(const MuonConfig& config, std::int64_t step) {
  if (config.momentum_warmup_steps <= 0) {
    return config.momentum;
  }
  const double share =
      std::min(static_cast<double>(step) / static_cast<double>(config.momentum_warmup_steps), 1.0);
  return config.momentum_start + (config.momentum - config.momentum_start) * share;
}

std::int64_t slice_tokens(const TrainingConfig& config) {
  return config.batch_tokens / config.slices + 1;
}

std::vector<std::int64_t> read_slice(const TrainingConfig& config,
                                     std::span<const std::uint16_t> stream, std::int64_t step,
                                     std::int64_t slice) {
  require(!stream.empty(), "training needs at least one token");
  const auto length = static_cast<std::uint64_t>(slice_tokens(config));
  std::uint64_t at = (static_cast<std::uint64_t>(step * config.slices + slice) * length);
  std::vector<std::int64_t> tokens(length);
  for (std::int64_t& token : tokens) {
    token = stream[at++ % stream.size()];
  }
  return tokens;
}

}  // namespace reference
