// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/model/block.h"

#include <cmath>
#include <limits>

namespace reference {
namespace {

// [B, T, count*D] -> [B, count, T, D]
torch::Tensor split_heads(const torch::Tensor& flat, std::int64_t count) {
  return flat.view({flat.size(0), flat.size(1), count, -1}).transpose(1, 2);
}

// True above the diagonal: what a position must not see.
torch::Tensor future_mask(std::int64_t length) {
  return torch::ones({length, length}, torch::kBool).triu(1);
}

torch::Tensor multilayer_perceptron(const ModelConfig& config, const BlockWeights& weights,
                                    const torch::Tensor& normalized) {
  const torch::Tensor hidden =
      torch::leaky_relu(torch::linear(normalized, weights.mlp_fc), config.relu_slope);
  return torch::linear(hidden.square(), weights.mlp_proj);
}

}  // namespace

torch::Tensor rms_normalize(const torch::Tensor& input, double epsilon) {
  return input * torch::rsqrt(input.square().mean(-1, true) + epsilon);
}

torch::Tensor attend(const ModelConfig& config, const BlockWeights& weights,
                     const RotaryTable& rotary, const torch::Tensor& normalized) {
  const std::int64_t batch = normalized.size(0);
  const std::int64_t length = normalized.size(1);
  const std::int64_t group = config.heads / config.kv_heads;
  torch::Tensor query = split_heads(torch::linear(normalized, weights.query), config.heads);
  torch::Tensor key = split_heads(torch::linear(normalized, weights.key), config.kv_heads);
  const torch::Tensor value =
      split_heads(torch::linear(normalized, weights.value), config.kv_heads);
  query = rotate(rms_normalize(query, config.norm_epsilon), rotary) *
          weights.q_gain.view({1, config.heads, 1, 1});
  key = rotate(rms_normalize(key, config.norm_epsilon), rotary);

  // The query heads of one key/value head lie side by side: [B, G, group*T, D], so that a product
  // with [B, G, D, T] serves them all.
  const torch::Tensor grouped =
      query.reshape({batch, config.kv_heads, group * length, config.head_width()});
  const double scale = 1 / std::sqrt(static_cast<double>(config.head_width()));
  const torch::Tensor scores =
      (torch::matmul(grouped, key.transpose(2, 3)) * scale)
          .view({batch, config.kv_heads, group, length, length})
          .masked_fill(future_mask(length), -std::numeric_limits<float>::infinity());
  const torch::Tensor weight =
      scores.softmax(-1).view({batch, config.kv_heads, group * length, length});
  const torch::Tensor heads = torch::matmul(weight, value)
                                  .view({batch, config.heads, length, config.head_width()})
                                  .transpose(1, 2)
                                  .reshape({batch, length, config.width});
  return torch::linear(heads, weights.attn_proj);
}

torch::Tensor apply_block(const ModelConfig& config, const BlockWeights& weights,
                          const RotaryTable& rotary, const BlockInput& input) {
  const double factor = config.ln_scale ? 1 / std::sqrt(static_cast<double>(input.layer + 1)) : 1;
  torch::Tensor x = weights.resid_mix[0] * input.stream + weights.resid_mix[1] * input.first_stream;
  const torch::Tensor attention_input = rms_normalize(x, config.norm_epsilon) * factor;
  x = x + weights.attn_scale * attend(config, weights, rotary, attention_input);
  const torch::Tensor mlp_input = rms_normalize(x, config.norm_epsilon) * factor;
  return x + weights.mlp_scale * multilayer_perceptron(config, weights, mlp_input);
}

}  // namespace reference
