// SPDX-License-Identifier: Apache-2.0
// The network of the seeds as far as it is built (reference-model specification, section 2): tied
// embedding, first half of the blocks pushes its streams, second half adds them back (skips),
// capped logits. float32 on the CPU; parameters carry the names of the submissions' state dicts.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "reference_impl/model/block.h"
#include "reference_impl/model/model_config.h"

#include <torch/types.h>

namespace reference {

struct NamedTensor {
  std::string name;
  torch::Tensor tensor;
};

class Transformer {
 public:
  // Fresh weights from LibTorch's default generator (section 2.5); seed it before. Windows have at
  // most `window_length` tokens, which also settles the rotary base.
  Transformer(const ModelConfig& config, std::int64_t window_length);

  // Logits float32 [B, T - first_row, vocabulary] of token ids int64 [B, T]; the row of offset t
  // sees the tokens 0..t.
  torch::Tensor forward(const torch::Tensor& tokens, std::int64_t first_row = 0) const;

  // Every parameter in state-dict order; the tensors are the network's own.
  const std::vector<NamedTensor>& parameters() const { return parameters_; }
  std::int64_t parameter_count() const;

  const ModelConfig& config() const { return config_; }
  std::int64_t window_length() const { return window_length_; }

  // Replaces every weight. Throws Error{bad_input} with `source` where a name or a shape is not
  // exactly the network's.
  void load(const std::vector<NamedTensor>& weights, const std::string& source);

 private:
  void add(const std::string& name, torch::Tensor& slot, torch::Tensor initial);
  void add_block(std::int64_t layer);

  ModelConfig config_;
  std::int64_t window_length_;
  RotaryTable rotary_;
  torch::Tensor skip_weights_;  // [layers / 2, d]
  torch::Tensor embedding_;     // [vocabulary, d]
  std::vector<BlockWeights> blocks_;
  std::vector<NamedTensor> parameters_;
};

}  // namespace reference
