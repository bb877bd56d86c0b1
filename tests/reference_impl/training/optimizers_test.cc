// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/training/optimizers.h"

#include "tests/support/golden_tensors.h"

#include <gtest/gtest.h>
#include <torch/types.h>

namespace reference {
namespace {

torch::Tensor parameter_of(const torch::Tensor& values, const torch::Tensor& gradient) {
  torch::Tensor parameter = values.clone();
  parameter.set_requires_grad(true);
  parameter.mutable_grad() = gradient.clone();
  return parameter;
}

// One step from zero moments moves by the learning rate against the gradient's sign; decay first.
TEST(AdamW, TheFirstStepIsTheLearningRate) {
  torch::Tensor parameter =
      parameter_of(torch::tensor({1.0F, -2.0F}), torch::tensor({0.3F, -7.0F}));
  AdamW({parameter}, {.beta1 = 0.9, .beta2 = 0.95, .epsilon = 1e-8, .weight_decay = 0.5}).step(0.1);
  EXPECT_NEAR(parameter[0].item<float>(), 1.0 * 0.95 - 0.1, 1e-6);
  EXPECT_NEAR(parameter[1].item<float>(), -2.0 * 0.95 + 0.1, 1e-6);
}

TEST(Clip, ScalesOnlyWhatIsTooLong) {
  torch::Tensor first = parameter_of(torch::zeros({1}), torch::tensor({3.0F}));
  torch::Tensor second = parameter_of(torch::zeros({1}), torch::tensor({4.0F}));
  EXPECT_NEAR(clip_gradients({first, second}, 0.5), 5, 1e-6);
  EXPECT_NEAR(first.grad().item<float>(), 0.3, 1e-5);
  EXPECT_NEAR(second.grad().item<float>(), 0.4, 1e-5);
  EXPECT_NEAR(clip_gradients({first, second}, 10), 0.5, 1e-5);
  EXPECT_NEAR(second.grad().item<float>(), 0.4, 1e-5);
}

TEST(Muon, OrthogonalizationAgreesWithTheGolden) {
  PGOLF_SKIP_WITHOUT_SHARED("golden/model/muon.pt");
  const pgolf_test::GoldenTensors golden("golden/model/muon.pt");
  EXPECT_TRUE(torch::allclose(orthogonalize(golden.at("ns_in"), 5), golden.at("ns_out_float32"),
                              1e-4, 1e-5));
}

// The golden's own bounds for an orthogonalization in float32 (the submissions' is in bfloat16).
TEST(Muon, FourStepsStayWithinTheGoldensBounds) {
  PGOLF_SKIP_WITHOUT_SHARED("golden/model/muon.pt");
  const pgolf_test::GoldenTensors golden("golden/model/muon.pt");
  for (const std::string matrix : {"0", "1", "2", "3"}) {
    const torch::Tensor start = golden.at("param0." + matrix);
    torch::Tensor parameter = parameter_of(start, torch::zeros_like(start));
    Muon muon({parameter}, {.momentum = 0.99,
                            .momentum_start = 0.99,
                            .momentum_warmup_steps = 0,
                            .newton_schulz_steps = 5,
                            .weight_decay = 0.04});
    for (int step = 0; step < 4; ++step) {
      parameter.mutable_grad() = golden.at("grad" + std::to_string(step) + "." + matrix).clone();
      muon.step(0.025, 0.99);
      const torch::Tensor expected = golden.at("param" + std::to_string(step + 1) + "." + matrix);
      const torch::Tensor difference = (parameter.detach() - expected);
      EXPECT_LE((difference.norm() / (expected - start).norm()).item<double>(), 0.06);
      EXPECT_LE(difference.abs().max().item<double>(), 2e-3);
    }
  }
}

}  // namespace
}  // namespace reference
