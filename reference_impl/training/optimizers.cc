// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/training/optimizers.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace reference {
namespace {

std::vector<torch::Tensor> zeros_like(const std::vector<torch::Tensor>& parameters) {
  std::vector<torch::Tensor> zeros;
  zeros.reserve(parameters.size());
  for (const torch::Tensor& parameter : parameters) {
    zeros.push_back(torch::zeros_like(parameter.detach()));
  }
  return zeros;
}

}  // namespace

torch::Tensor orthogonalize(const torch::Tensor& matrix, std::int64_t steps) {
  const bool tall = matrix.size(0) > matrix.size(1);
  torch::Tensor x = matrix / (matrix.norm() + 1e-7);
  x = tall ? x.t() : x;
  for (std::int64_t i = 0; i < steps; ++i) {
    const torch::Tensor a = torch::mm(x, x.t());
    x = 3.4445 * x + torch::mm(-4.7750 * a + 2.0315 * torch::mm(a, a), x);
  }
  return tall ? x.t() : x;
}

Muon::Muon(std::vector<torch::Tensor> matrices, const MuonConfig& config)
    : matrices_(std::move(matrices)), buffers_(zeros_like(matrices_)), config_(config) {}

void Muon::step(double learning_rate, double momentum) {
  const torch::NoGradGuard no_grad;
  for (std::size_t i = 0; i < matrices_.size(); ++i) {
    torch::Tensor& matrix = matrices_[i];
    const torch::Tensor& gradient = matrix.grad();
    buffers_[i].mul_(momentum).add_(gradient);
    const torch::Tensor direction = gradient + momentum * buffers_[i];  // Nesterov
    const double aspect = static_cast<double>(matrix.size(0)) / static_cast<double>(matrix.size(1));
    const torch::Tensor update =
        orthogonalize(direction, config_.newton_schulz_steps) * std::sqrt(std::max(1.0, aspect));
    matrix.mul_(1 - learning_rate * config_.weight_decay);
    matrix.sub_(update, learning_rate);
  }
}

AdamW::AdamW(std::vector<torch::Tensor> parameters, const AdamConfig& config)
    : parameters_(std::move(parameters)),
      means_(zeros_like(parameters_)),
      squares_(zeros_like(parameters_)),
      config_(config) {}

void AdamW::step(double learning_rate) {
  const torch::NoGradGuard no_grad;
  ++steps_;
  const double mean_correction = 1 - std::pow(config_.beta1, static_cast<double>(steps_));
  const double square_correction = 1 - std::pow(config_.beta2, static_cast<double>(steps_));
  for (std::size_t i = 0; i < parameters_.size(); ++i) {
    const torch::Tensor& gradient = parameters_[i].grad();
    means_[i].mul_(config_.beta1).add_(gradient, 1 - config_.beta1);
    squares_[i].mul_(config_.beta2).addcmul_(gradient, gradient, 1 - config_.beta2);
    const torch::Tensor spread = (squares_[i] / square_correction).sqrt_().add_(config_.epsilon);
    parameters_[i].mul_(1 - learning_rate * config_.weight_decay);
    parameters_[i].addcdiv_(means_[i], spread, -learning_rate / mean_correction);
  }
}

double clip_gradients(const std::vector<torch::Tensor>& parameters, double limit) {
  const torch::NoGradGuard no_grad;
  torch::Tensor sum = torch::zeros({}, torch::kFloat32);
  for (const torch::Tensor& parameter : parameters) {
    sum += parameter.grad().square().sum();
  }
  const double norm = std::sqrt(sum.item<double>());
  const double factor = std::min(1.0, limit / (norm + 1e-6));
  for (const torch::Tensor& parameter : parameters) {
    parameter.grad().mul_(factor);
  }
  return norm;
}

}  // namespace reference
