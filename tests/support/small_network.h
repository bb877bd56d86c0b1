// SPDX-License-Identifier: Apache-2.0
// A network small enough for a test, with weights that make every part of it matter.
#pragma once

#include <memory>

#include "reference_impl/model/compute.h"
#include "reference_impl/model/transformer.h"

#include <torch/types.h>

namespace pgolf_test {

// 3 blocks (one skip), 2 query heads to a key/value head, half of a head's channels turn.
inline reference::ModelConfig small_model() {
  reference::ModelConfig config;
  config.vocabulary = 50;
  config.layers = 3;
  config.width = 32;
  config.heads = 4;
  config.kv_heads = 2;
  config.mlp_mult = 2;
  config.relu_slope = 0.5;
  config.rope_base = 10000;
  config.rope_dims = 4;
  config.logit_softcap = 30;
  config.norm_epsilon = 1.1920928955078125e-07;
  config.qk_gain_init = 1.5;
  config.embedding_init_std = 0.02;
  config.ln_scale = true;
  config.precision = "float32";
  return config;
}

// Fresh output projections are zero and would hide the blocks, so all weights are redrawn.
inline std::unique_ptr<reference::Transformer> random_network(std::int64_t window_length) {
  reference::use_deterministic_compute(1);
  reference::seed_generator(7);
  auto network = std::make_unique<reference::Transformer>(small_model(), window_length);
  const torch::NoGradGuard no_grad;
  for (const reference::NamedTensor& parameter : network->parameters()) {
    torch::Tensor tensor = parameter.tensor;
    tensor.copy_(torch::randn(tensor.sizes()) * 0.5);
  }
  return network;
}

}  // namespace pgolf_test
