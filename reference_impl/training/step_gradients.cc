// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/training/step_gradients.h"

#include <algorithm>
#include <atomic>
#include <future>

#include "reference_impl/training/schedule.h"

#include <torch/csrc/autograd/autograd.h>

namespace reference {
namespace {

std::vector<torch::Tensor> parameter_tensors(const Transformer& network) {
  std::vector<torch::Tensor> tensors;
  for (const NamedTensor& parameter : network.parameters()) {
    tensors.push_back(parameter.tensor);
  }
  return tensors;
}

// `slice` is int64 [inputs + 1]: inputs and, one later, their targets.
StepGradients slice_gradients(const Transformer& network, std::int64_t seq_len,
                              const torch::Tensor& slice) {
  const std::int64_t inputs = slice.size(0) - 1;
  const torch::Tensor logits = network.forward(slice.narrow(0, 0, inputs).view({-1, seq_len}));
  const torch::Tensor loss = torch::nll_loss(torch::log_softmax(logits.view({inputs, -1}), -1),
                                             slice.narrow(0, 1, inputs));
  return {.loss = loss.item<double>(),
          .gradients = torch::autograd::grad({loss}, parameter_tensors(network))};
}

// In the order of the slices, whoever computed them.
StepGradients mean_of(const std::vector<StepGradients>& parts) {
  const torch::NoGradGuard no_grad;
  const double share = 1 / static_cast<double>(parts.size());
  StepGradients mean;
  for (const torch::Tensor& gradient : parts.front().gradients) {
    mean.gradients.push_back(torch::zeros_like(gradient));
  }
  for (const StepGradients& part : parts) {
    mean.loss += part.loss * share;
    for (std::size_t i = 0; i < part.gradients.size(); ++i) {
      mean.gradients[i].add_(part.gradients[i], share);
    }
  }
  return mean;
}

}  // namespace

StepGradients step_gradients(const Transformer& network, const TrainingConfig& config,
                             std::span<const std::uint16_t> stream, std::int64_t step,
                             unsigned threads) {
  std::vector<StepGradients> parts(static_cast<std::size_t>(config.slices));
  std::atomic<std::size_t> next = 0;
  const auto work = [&] {
    for (std::size_t slice = next++; slice < parts.size(); slice = next++) {
      const torch::Tensor tokens = torch::tensor(
          read_slice(config, stream, step, static_cast<std::int64_t>(slice)), torch::kInt64);
      parts[slice] = slice_gradients(network, config.seq_len, tokens);
    }
  };
  std::vector<std::future<void>> workers;
  for (std::size_t i = 0; i < std::clamp<std::size_t>(threads, 1, parts.size()); ++i) {
    workers.push_back(std::async(std::launch::async, work));
  }
  for (std::future<void>& worker : workers) {
    worker.get();
  }
  return mean_of(parts);
}

}  // namespace reference
