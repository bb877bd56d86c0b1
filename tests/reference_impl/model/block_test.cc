// SPDX-License-Identifier: Apache-2.0
// The blocks against the module of PR 806 itself (golden/model, float32). What stands before them
// there (bigram embedding, smear gate) is written out here from reference-model.md 2.1, so that the
// golden's logits can be reached.
#include "reference_impl/model/block.h"

#include "tests/support/golden_tensors.h"
#include "tests/support/small_network.h"

#include <gtest/gtest.h>
#include <torch/types.h>

namespace reference {
namespace {

using pgolf_test::GoldenTensors;

constexpr std::int64_t kBigrams = 48;
constexpr std::int64_t kLayers = 5;

ModelConfig golden_config() {
  ModelConfig config = pgolf_test::small_model();
  config.vocabulary = 96;
  config.layers = kLayers;
  config.width = 64;
  config.heads = 4;
  config.kv_heads = 2;
  config.mlp_mult = 3;
  config.relu_slope = 0.9;
  config.rope_dims = 16;
  config.ln_scale = false;
  return config;
}

BlockWeights block_weights(const GoldenTensors& golden, std::int64_t layer) {
  const auto at = [&](const std::string& name) {
    return golden.at("param.blocks." + std::to_string(layer) + "." + name);
  };
  return {.attn_scale = at("attn_scale"),
          .mlp_scale = at("mlp_scale"),
          .resid_mix = at("resid_mix"),
          .q_gain = at("attn.q_gain"),
          .query = at("attn.c_q.weight"),
          .key = at("attn.c_k.weight"),
          .value = at("attn.c_v.weight"),
          .attn_proj = at("attn.proj.weight"),
          .mlp_fc = at("mlp.fc.weight"),
          .mlp_proj = at("mlp.proj.weight")};
}

torch::Tensor first_stream(const GoldenTensors& golden, const torch::Tensor& tokens) {
  const torch::Tensor previous = tokens.roll(1, 1);
  torch::Tensor index =
      torch::bitwise_xor(tokens * 36313, previous * 27191).remainder(kBigrams - 1);
  index.select(1, 0).fill_(kBigrams - 1);
  const torch::Tensor bigram =
      torch::linear(torch::embedding(golden.at("param.bigram.embed.weight"), index),
                    golden.at("param.bigram.proj.weight")) *
      golden.at("param.bigram.scale");
  const torch::Tensor x =
      rms_normalize(torch::embedding(golden.at("param.tok_emb.weight"), tokens) + bigram,
                    golden_config().norm_epsilon);
  const torch::Tensor gate = golden.at("param.smear.gate").sigmoid();
  torch::Tensor before = x.roll(1, 1).clone();
  before.select(1, 0).zero_();
  return (1 - gate) * x + gate * before;
}

torch::Tensor golden_logits(const GoldenTensors& golden, const torch::Tensor& tokens) {
  const ModelConfig config = golden_config();
  const RotaryTable rotary = make_rotary_table(config, tokens.size(1));
  const torch::Tensor first = first_stream(golden, tokens);
  torch::Tensor x = first;
  std::vector<torch::Tensor> pushed;
  for (std::int64_t layer = 0; layer < kLayers; ++layer) {
    if (layer >= kLayers / 2 && !pushed.empty()) {
      x = x + golden.at("param.skip_weights")[layer - kLayers / 2] * pushed.back();
      pushed.pop_back();
    }
    x = apply_block(config, block_weights(golden, layer), rotary,
                    {.layer = layer, .stream = x, .first_stream = first});
    if (layer < kLayers / 2) {
      pushed.push_back(x);
    }
  }
  const torch::Tensor raw =
      torch::linear(rms_normalize(x, config.norm_epsilon), golden.at("param.tok_emb.weight"));
  return config.logit_softcap * torch::tanh(raw / config.logit_softcap);
}

TEST(Block, LogitsAreThoseOfPr806) {
  PGOLF_SKIP_WITHOUT_SHARED("golden/model/pr806_full.pt");
  const GoldenTensors golden("golden/model/pr806_full.pt");
  const torch::NoGradGuard no_grad;
  const torch::Tensor got = golden_logits(golden, golden.at("input_ids"));
  EXPECT_LE((got - golden.at("logits")).abs().max().item<double>(), 2e-5);
}

// The enlarged rotary base is in use here.
TEST(Block, LongWindowsToo) {
  PGOLF_SKIP_WITHOUT_SHARED("golden/model/pr806_full.pt");
  const GoldenTensors golden("golden/model/pr806_full.pt");
  const torch::NoGradGuard no_grad;
  const torch::Tensor expected = golden.at("long_logits_last64");
  const torch::Tensor got = golden_logits(golden, golden.at("long_input_ids"));
  const torch::Tensor last = got.narrow(1, got.size(1) - 64, 64);
  EXPECT_LE((last - expected).abs().max().item<double>(), 2e-5);
}

}  // namespace
}  // namespace reference
