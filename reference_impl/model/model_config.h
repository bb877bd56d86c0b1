// SPDX-License-Identifier: Apache-2.0
// The shape of the network, as plain data: the `model` object of a recipe (reference-model
// specification, section 2). Includes what the specification knows and this build does not compute
// yet; recipe.h lists those by name, the network itself ignores them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace reference {

// A second, narrower embedding that is projected up: of hashed token pairs, or of values.
struct SideEmbedding {
  std::int64_t vocabulary = 0;  // 0 for the value embedding, which uses the model's vocabulary
  std::int64_t width = 0;
  std::vector<std::int64_t> layers;  // value embedding: where it is added
};

struct ModelConfig {
  std::int64_t vocabulary = 0;
  std::int64_t layers = 0;
  std::int64_t width = 0;     // d, channels of the residual stream
  std::int64_t heads = 0;     // query heads
  std::int64_t kv_heads = 0;  // key/value heads; query head h reads kv head h / (heads / kv_heads)
  double mlp_mult = 0;        // hidden width = mlp_mult * width
  double relu_slope = 0;      // of the leaky ReLU before the square
  double rope_base = 0;
  std::int64_t rope_dims = 0;  // leading channels of a head that turn
  double logit_softcap = 0;
  double norm_epsilon = 0;
  double qk_gain_init = 0;
  double embedding_init_std = 0;
  bool ln_scale = false;  // normalized inputs of block l are multiplied by 1/sqrt(l+1)

  // Known, not built: see unbuilt_fields in recipe.h.
  bool tie_embeddings = true;
  std::string precision;  // "float32" or "bf16"
  std::int64_t xsa_last_layers = 0;
  bool value_residual = false;
  bool smear_gate = false;
  std::optional<SideEmbedding> bigram;
  std::optional<SideEmbedding> value_embedding;

  std::int64_t head_width() const { return width / heads; }
  std::int64_t mlp_hidden() const {
    return static_cast<std::int64_t>(mlp_mult * static_cast<double>(width));
  }
};

}  // namespace reference
