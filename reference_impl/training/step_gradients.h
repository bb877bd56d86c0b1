// SPDX-License-Identifier: Apache-2.0
// Loss and gradients of one training step. The slices of a step are independent, so several threads
// share them, one operator thread each; their gradients are summed in the order of the slices, and
// the result is the same to the bit for any number of threads.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "reference_impl/model/transformer.h"
#include "reference_impl/training/recipe.h"

#include <torch/types.h>

namespace reference {

struct StepGradients {
  double loss = 0;                       // nats per token, mean over the slices
  std::vector<torch::Tensor> gradients;  // of that mean, one a parameter, in their order
};

StepGradients step_gradients(const Transformer& network, const TrainingConfig& config,
                             std::span<const std::uint16_t> stream, std::int64_t step,
                             unsigned threads);

}  // namespace reference
