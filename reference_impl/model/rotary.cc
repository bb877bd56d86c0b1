// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/model/rotary.h"

#include <cmath>

namespace reference {
namespace {

constexpr std::int64_t kPlainLength = 1024;  // up to here the base is the recipe's

}  // namespace

double rotary_base(const ModelConfig& config, std::int64_t window_length) {
  if (window_length <= kPlainLength) {
    return config.rope_base;
  }
  const auto dims = static_cast<double>(config.rope_dims);
  const double stretch = static_cast<double>(window_length) / static_cast<double>(kPlainLength);
  return config.rope_base * std::pow(stretch, dims / (dims - 2));
}

RotaryTable make_rotary_table(const ModelConfig& config, std::int64_t window_length) {
  const std::int64_t pairs = config.rope_dims / 2;
  const double base = rotary_base(config, window_length);
  const torch::Tensor exponent =
      torch::arange(0, pairs, torch::kFloat32) * (-2.0 / static_cast<double>(config.rope_dims));
  const torch::Tensor frequency = torch::pow(base, exponent);
  const torch::Tensor angle =
      torch::outer(torch::arange(0, window_length, torch::kFloat32), frequency);
  return {.cosine = angle.cos(), .sine = angle.sin()};
}

torch::Tensor rotate(const torch::Tensor& heads, const RotaryTable& table) {
  const std::int64_t length = heads.size(2);
  const std::int64_t pairs = table.cosine.size(1);
  const torch::Tensor cosine = table.cosine.narrow(0, 0, length);  // [T, r/2]
  const torch::Tensor sine = table.sine.narrow(0, 0, length);
  const torch::Tensor first = heads.narrow(3, 0, pairs);
  const torch::Tensor second = heads.narrow(3, pairs, pairs);
  const torch::Tensor rest = heads.narrow(3, 2 * pairs, heads.size(3) - 2 * pairs);
  return torch::cat({first * cosine + second * sine, second * cosine - first * sine, rest}, 3);
}

}  // namespace reference
