// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/model/transformer.h"

#include "reference_impl/base/error.h"
#include "reference_impl/model/rotary.h"
#include "reference_impl/model/transformer_token_model.h"
#include "tests/support/small_network.h"

#include <gtest/gtest.h>
#include <torch/types.h>

namespace reference {
namespace {

using pgolf_test::random_network;
using pgolf_test::small_model;

torch::Tensor some_tokens(std::int64_t count) {
  return torch::arange(count).mul(17).remainder(small_model().vocabulary).view({1, count});
}

// reference-model.md 2.6: 2,361,352 a block, 524,288 in the embedding, 512 a skip.
TEST(Transformer, ParametersOfTheSeedsShapeAreCounted) {
  ModelConfig config = small_model();
  config.vocabulary = 1024;
  config.layers = 2;
  config.width = 512;
  config.heads = 8;
  config.kv_heads = 4;
  config.mlp_mult = 3;
  const Transformer network(config, 64);
  EXPECT_EQ(network.parameter_count(), 2 * 2'361'352 + 524'288 + 512);
  EXPECT_EQ(network.parameters().front().name, "skip_weights");
  EXPECT_EQ(network.parameters().back().name, "blocks.1.mlp.proj.weight");
  EXPECT_EQ(network.parameters().back().tensor.sizes(), torch::IntArrayRef({512, 1536}));
}

// ln(50) nats: at the start every token is nearly as likely as any other.
TEST(Transformer, FreshWeightsKnowNothing) {
  seed_generator(3);
  const Transformer network(small_model(), 16);
  const torch::NoGradGuard no_grad;
  const torch::Tensor log_rows = torch::log_softmax(network.forward(some_tokens(16)), -1);
  EXPECT_NEAR(log_rows.mean().item<double>(), -std::log(50.0), 0.05);
}

TEST(Transformer, ALaterTokenMovesNoEarlierRow) {
  const auto network = random_network(24);
  const torch::NoGradGuard no_grad;
  const torch::Tensor tokens = some_tokens(24);
  const torch::Tensor before = network->forward(tokens);
  for (const std::int64_t changed : {1, 11, 23}) {
    torch::Tensor other = tokens.clone();
    other[0][changed] = 49 - other[0][changed];
    const torch::Tensor difference = (network->forward(other) - before).abs().amax(-1)[0];
    EXPECT_EQ(difference.narrow(0, 0, changed).max().item<float>(), 0) << changed;
    EXPECT_GT(difference[changed].item<float>(), 0) << changed;
  }
}

TEST(Transformer, AnEarlierTokenMovesLaterRows) {
  const auto network = random_network(24);
  const torch::NoGradGuard no_grad;
  torch::Tensor other = some_tokens(24).clone();
  other[0][2] = 49 - other[0][2];
  const torch::Tensor difference = network->forward(other) - network->forward(some_tokens(24));
  EXPECT_GT(difference[0][23].abs().max().item<float>(), 0);
}

TEST(Transformer, LogitsStayWithinTheCap) {
  ModelConfig config = small_model();
  config.logit_softcap = 2;
  const Transformer network(config, 8);
  torch::Tensor embedding = network.parameters()[1].tensor;
  const torch::NoGradGuard no_grad;
  embedding.mul_(1e4);
  EXPECT_LE(network.forward(some_tokens(8)).abs().max().item<float>(), 2);
}

// reference-model.md section 8, vector 6.
TEST(Rotary, TheBaseGrowsBeyond1024Tokens) {
  ModelConfig config = small_model();
  config.rope_dims = 16;
  EXPECT_NEAR(rotary_base(config, 2048), 22081.790, 5e-4);
  config.rope_dims = 64;
  EXPECT_NEAR(rotary_base(config, 2048), 20452.229, 5e-4);
  EXPECT_EQ(rotary_base(config, 1024), 10000);
}

TEST(Rotary, TurnsKeepLengthsAndLeaveTheRest) {
  const RotaryTable table = make_rotary_table(small_model(), 6);
  const torch::Tensor heads = torch::randn({1, 2, 6, 8});
  const torch::Tensor turned = rotate(heads, table);
  EXPECT_TRUE(torch::allclose(turned.square().sum(-1), heads.square().sum(-1), 1e-5));
  EXPECT_TRUE(turned.narrow(3, 4, 4).equal(heads.narrow(3, 4, 4)));
  EXPECT_TRUE(turned.narrow(2, 0, 1).equal(heads.narrow(2, 0, 1)));  // position 0 does not turn
  EXPECT_FALSE(turned.narrow(2, 1, 1).equal(heads.narrow(2, 1, 1)));
}

TEST(TransformerTokenModel, RowsAreThoseOfTheNetwork) {
  const std::shared_ptr<const Transformer> network = random_network(12);
  const torch::NoGradGuard no_grad;
  std::vector<std::uint16_t> stream;
  for (std::uint16_t i = 0; i < 40; ++i) {
    stream.push_back(static_cast<std::uint16_t>(i * 13 % 50));
  }
  const std::vector<WindowRequest> windows = {{.start = 0, .length = 12, .first_row = 0},
                                              {.start = 4, .length = 12, .first_row = 8},
                                              {.start = 8, .length = 12, .first_row = 8},
                                              {.start = 36, .length = 4, .first_row = 0}};
  std::vector<float> logits((12 + 4 + 4 + 4) * 50);
  TransformerTokenModel(network, 32).logits(stream, windows, logits);
  std::size_t at = 0;
  for (const WindowRequest& window : windows) {
    const std::vector<std::int64_t> inputs(
        stream.begin() + static_cast<int>(window.start),
        stream.begin() + static_cast<int>(window.start) + static_cast<int>(window.length));
    const torch::Tensor rows = network->forward(torch::tensor(inputs).view({1, -1}))[0];
    for (std::int64_t row = window.first_row; row < window.length; ++row) {
      const torch::Tensor got = torch::from_blob(logits.data() + at, {50}, torch::kFloat32);
      EXPECT_TRUE(torch::allclose(got, rows[row], 1e-4, 1e-5)) << window.start << " " << row;
      at += 50;
    }
  }
}

TEST(Transformer, LoadWantsExactlyItsOwnTensors) {
  const auto network = random_network(8);
  std::vector<NamedTensor> weights = network->parameters();
  const auto refusal = [&] {
    try {
      Transformer(small_model(), 8).load(weights, "a.bin");
      return std::string("accepted");
    } catch (const Error& error) {
      return std::string(error.what());
    }
  };
  EXPECT_EQ(refusal(), "accepted");
  weights.push_back({.name = "extra", .tensor = torch::ones({1})});
  EXPECT_NE(refusal().find("has a tensor extra"), std::string::npos) << refusal();
  weights.pop_back();
  weights.back().tensor = torch::ones({3, 3});
  EXPECT_NE(refusal().find("has shape [3, 3], expected [32, 64]"), std::string::npos) << refusal();
  weights.pop_back();
  EXPECT_NE(refusal().find("has no tensor blocks.2.mlp.proj.weight"), std::string::npos);
}

}  // namespace
}  // namespace reference
