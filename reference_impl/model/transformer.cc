// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/model/transformer.h"

#include <map>
#include <utility>

#include "reference_impl/base/error.h"

#include <torch/nn/init.h>

namespace reference {
namespace {

torch::Tensor orthogonal(std::int64_t rows, std::int64_t columns) {
  torch::Tensor weight = torch::empty({rows, columns});
  torch::nn::init::orthogonal_(weight);
  return weight;
}

std::string shape_text(const torch::Tensor& tensor) {
  std::string text = "[";
  for (const std::int64_t size : tensor.sizes()) {
    text += (text.size() > 1 ? ", " : "") + std::to_string(size);
  }
  return text + "]";
}

[[noreturn]] void refuse(const std::string& source, const std::string& what) {
  throw Error(ErrorKind::bad_input, source + ": " + what + "; is it of another recipe or profile?");
}

}  // namespace

Transformer::Transformer(const ModelConfig& config, std::int64_t window_length)
    : config_(config),
      window_length_(window_length),
      rotary_(make_rotary_table(config, window_length)) {
  add("skip_weights", skip_weights_, torch::ones({config_.layers / 2, config_.width}));
  add("tok_emb.weight", embedding_,
      torch::randn({config_.vocabulary, config_.width}) * config_.embedding_init_std);
  blocks_.resize(static_cast<std::size_t>(config_.layers));
  for (std::int64_t layer = 0; layer < config_.layers; ++layer) {
    add_block(layer);
  }
}

void Transformer::add(const std::string& name, torch::Tensor& slot, torch::Tensor initial) {
  slot = std::move(initial);
  slot.set_requires_grad(true);
  parameters_.push_back({.name = name, .tensor = slot});
}

void Transformer::add_block(std::int64_t layer) {
  BlockWeights& block = blocks_[static_cast<std::size_t>(layer)];
  const std::string prefix = "blocks." + std::to_string(layer) + ".";
  const std::int64_t d = config_.width;
  const std::int64_t kv = config_.kv_heads * config_.head_width();
  const std::int64_t hidden = config_.mlp_hidden();
  add(prefix + "attn_scale", block.attn_scale, torch::ones({d}));
  add(prefix + "mlp_scale", block.mlp_scale, torch::ones({d}));
  add(prefix + "resid_mix", block.resid_mix, torch::stack({torch::ones({d}), torch::zeros({d})}));
  add(prefix + "attn.q_gain", block.q_gain, torch::full({config_.heads}, config_.qk_gain_init));
  add(prefix + "attn.c_q.weight", block.query, orthogonal(d, d));
  add(prefix + "attn.c_k.weight", block.key, orthogonal(kv, d));
  add(prefix + "attn.c_v.weight", block.value, orthogonal(kv, d));
  add(prefix + "attn.proj.weight", block.attn_proj, torch::zeros({d, d}));
  add(prefix + "mlp.fc.weight", block.mlp_fc, orthogonal(hidden, d));
  add(prefix + "mlp.proj.weight", block.mlp_proj, torch::zeros({d, hidden}));
}

torch::Tensor Transformer::forward(const torch::Tensor& tokens, std::int64_t first_row) const {
  require(tokens.dim() == 2 && tokens.size(1) <= window_length_,
          "a window longer than the model's");
  torch::Tensor x = torch::embedding(embedding_, tokens);  // [B, T, d]
  x = rms_normalize(x, config_.norm_epsilon);
  const torch::Tensor first_stream = x;
  const std::int64_t encoder = config_.layers / 2;
  std::vector<torch::Tensor> pushed;
  for (std::int64_t layer = 0; layer < config_.layers; ++layer) {
    if (layer >= encoder && !pushed.empty()) {
      x = x + skip_weights_[layer - encoder] * pushed.back();
      pushed.pop_back();
    }
    x = apply_block(config_, blocks_[static_cast<std::size_t>(layer)], rotary_,
                    {.layer = layer, .stream = x, .first_stream = first_stream});
    if (layer < encoder) {
      pushed.push_back(x);
    }
  }
  x = x.narrow(1, first_row, x.size(1) - first_row);
  const torch::Tensor logits = torch::linear(rms_normalize(x, config_.norm_epsilon), embedding_);
  return config_.logit_softcap * torch::tanh(logits / config_.logit_softcap);
}

std::int64_t Transformer::parameter_count() const {
  std::int64_t count = 0;
  for (const NamedTensor& parameter : parameters_) {
    count += parameter.tensor.numel();
  }
  return count;
}

void Transformer::load(const std::vector<NamedTensor>& weights, const std::string& source) {
  std::map<std::string, torch::Tensor> by_name;
  for (const NamedTensor& weight : weights) {
    by_name.emplace(weight.name, weight.tensor);
  }
  const torch::NoGradGuard no_grad;
  for (NamedTensor& parameter : parameters_) {
    const auto found = by_name.find(parameter.name);
    if (found == by_name.end()) {
      refuse(source, "has no tensor " + parameter.name);
    }
    if (found->second.sizes() != parameter.tensor.sizes()) {
      refuse(source, parameter.name + " has shape " + shape_text(found->second) + ", expected " +
                         shape_text(parameter.tensor));
    }
    parameter.tensor.copy_(found->second);
    by_name.erase(found);
  }
  if (!by_name.empty()) {
    refuse(source, "has a tensor " + by_name.begin()->first + " that the model does not");
  }
}

}  // namespace reference
