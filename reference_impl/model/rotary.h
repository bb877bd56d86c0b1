// SPDX-License-Identifier: Apache-2.0
// Rotary position embedding in half-split form (reference-model specification, section 2.1): the
// first `rope_dims` channels of a head turn, the rest stay. Positions restart at 0 in every window.
#pragma once

#include <cstdint>

#include "reference_impl/model/model_config.h"

#include <torch/types.h>

namespace reference {

// The base in use for windows of `window_length` tokens: enlarged beyond 1,024.
double rotary_base(const ModelConfig& config, std::int64_t window_length);

// cos and sin of every position and pair of channels, float32 [window_length, rope_dims / 2].
struct RotaryTable {
  torch::Tensor cosine;
  torch::Tensor sine;
};
RotaryTable make_rotary_table(const ModelConfig& config, std::int64_t window_length);

// Turns `heads` [B, H, T, D] by its positions 0..T-1.
torch::Tensor rotate(const torch::Tensor& heads, const RotaryTable& table);

}  // namespace reference
