// SPDX-License-Identifier: Apache-2.0
// One block of the network: mix with the first stream, attention, MLP (reference-model
// specification, sections 2.1 to 2.3). Plain tensor formulas, no fused kernels. Shapes: B windows,
// T tokens, d channels, H query heads, G key/value heads, D = d/H channels a head, M hidden.
#pragma once

#include <cstdint>

#include "reference_impl/model/model_config.h"
#include "reference_impl/model/rotary.h"

#include <torch/types.h>

namespace reference {

// The weights of a block; linear weights are [out, in] and have no bias.
struct BlockWeights {
  torch::Tensor attn_scale;  // [d]
  torch::Tensor mlp_scale;   // [d]
  torch::Tensor resid_mix;   // [2, d]
  torch::Tensor q_gain;      // [H]
  torch::Tensor query;       // [H*D, d]
  torch::Tensor key;         // [G*D, d]
  torch::Tensor value;       // [G*D, d]
  torch::Tensor attn_proj;   // [d, H*D]
  torch::Tensor mlp_fc;      // [M, d]
  torch::Tensor mlp_proj;    // [d, M]
};

// u / sqrt(mean(u^2) + epsilon) over the last axis, without a gain.
torch::Tensor rms_normalize(const torch::Tensor& input, double epsilon);

// Causal attention of `normalized` [B, T, d]; gives [B, T, d].
torch::Tensor attend(const ModelConfig& config, const BlockWeights& weights,
                     const RotaryTable& rotary, const torch::Tensor& normalized);

// What a block works on.
struct BlockInput {
  std::int64_t layer = 0;
  torch::Tensor stream;        // [B, T, d]
  torch::Tensor first_stream;  // [B, T, d], before the first block
};

// The stream after a block, [B, T, d].
torch::Tensor apply_block(const ModelConfig& config, const BlockWeights& weights,
                          const RotaryTable& rotary, const BlockInput& input);

}  // namespace reference
