// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/quantization/artifact.h"

#include "reference_impl/base/error.h"
#include "tests/support/small_network.h"

#include <gtest/gtest.h>
#include <torch/types.h>

namespace reference {
namespace {

using pgolf_test::random_network;
using pgolf_test::small_model;

constexpr PackingRule kRule{.passthrough_elements = 512, .clip_quantile = 1};

TEST(Artifact, TheLoadedNetworkIsTheRoundedOne) {
  const auto network = random_network(8);
  const auto loaded = load_artifact(small_model(), 8, pack_artifact(*network, kRule), "a.bin");
  for (std::size_t i = 0; i < network->parameters().size(); ++i) {
    const NamedTensor& was = network->parameters()[i];
    const NamedTensor& is = loaded->parameters()[i];
    ASSERT_EQ(is.name, was.name);
    // Half a step of the row's scale, and float16 besides.
    const double step = was.tensor.numel() > 512 ? was.tensor.abs().max().item<double>() / 127 : 0;
    EXPECT_LE((is.tensor - was.tensor).abs().max().item<double>(), 0.6 * step + 2e-3) << is.name;
  }
}

TEST(Artifact, SameWeightsSameBytes) {
  EXPECT_EQ(pack_artifact(*random_network(8), kRule), pack_artifact(*random_network(8), kRule));
}

TEST(Artifact, PackingAgainChangesNothingOfTheScore) {
  const auto network = random_network(8);
  const std::string bytes = pack_artifact(*network, kRule);
  const torch::NoGradGuard no_grad;
  const torch::Tensor tokens = torch::arange(8).view({1, 8});
  EXPECT_TRUE(load_artifact(small_model(), 8, bytes, "a")
                  ->forward(tokens)
                  .equal(load_artifact(small_model(), 8, bytes, "b")->forward(tokens)));
}

TEST(Artifact, AnotherShapeIsRefused) {
  const std::string bytes = pack_artifact(*random_network(8), kRule);
  ModelConfig other = small_model();
  other.layers = 2;
  EXPECT_THROW(load_artifact(other, 8, bytes, "a.bin"), Error);
  other = small_model();
  other.mlp_mult = 3;
  EXPECT_THROW(load_artifact(other, 8, bytes, "a.bin"), Error);
  EXPECT_THROW(load_artifact(small_model(), 8, bytes.substr(0, bytes.size() / 2), "a.bin"), Error);
}

}  // namespace
}  // namespace reference
