// SPDX-License-Identifier: Apache-2.0
// The two optimizers of the seeds over lists of float32 parameters (reference-model specification,
// sections 4.5 to 4.7): Muon for matrices, AdamW for everything else, and the clip before both.
// Gradients are read from the parameters; nothing is drawn at random.
#pragma once

#include <cstdint>
#include <vector>

#include "reference_impl/training/recipe.h"

#include <torch/types.h>

namespace reference {

// Nearest semi-orthogonal matrix by `steps` Newton-Schulz iterations, in float32.
torch::Tensor orthogonalize(const torch::Tensor& matrix, std::int64_t steps);

class Muon {
 public:
  Muon(std::vector<torch::Tensor> matrices, const MuonConfig& config);
  void step(double learning_rate, double momentum);

 private:
  std::vector<torch::Tensor> matrices_;
  std::vector<torch::Tensor> buffers_;
  MuonConfig config_;
};

class AdamW {
 public:
  AdamW(std::vector<torch::Tensor> parameters, const AdamConfig& config);
  void step(double learning_rate);

 private:
  std::vector<torch::Tensor> parameters_;
  std::vector<torch::Tensor> means_;
  std::vector<torch::Tensor> squares_;
  AdamConfig config_;
  std::int64_t steps_ = 0;
};

// Scales all gradients so that their joint norm is at most `limit`; returns the norm before.
double clip_gradients(const std::vector<torch::Tensor>& parameters, double limit);

}  // namespace reference
