// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/quantization/int8_rows.h"

#include "tests/support/golden_tensors.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <torch/types.h>

namespace reference {
namespace {

using testing::ElementsAre;

// Row 0: scale 2/127; halves round to even codes. Row 1: below 1, so the floor 1/127 is the scale.
TEST(Int8Rows, CodesFollowTheRule) {
  const torch::Tensor weight =
      torch::tensor({2.0F, -2.0F, 1.0F, 0.5F, 3.5F / 127, -2.5F / 127, 1.0F / 127, 0.0F})
          .view({2, 4});
  const PackedTensor packed = quantize_rows("w", weight, 1.0);
  EXPECT_THAT(packed.shape, ElementsAre(2, 4));
  EXPECT_THAT(packed.codes, ElementsAre(127, -127, 64, 32, 4, -2, 1, 0));
  const torch::Tensor scales = torch::tensor({2.0F / 127, 1.0F / 127}).to(torch::kHalf);
  const torch::Tensor back = unpack_tensor(packed);
  EXPECT_EQ(back[0][0].item<float>(), 127 * scales[0].item<float>());
  EXPECT_EQ(back[1][0].item<float>(), 4 * scales[1].item<float>());
}

// 0.5 lies between the two smallest of four values: everything is clipped to 1.5.
TEST(Int8Rows, TheQuantileClipsWithLinearInterpolation) {
  const torch::Tensor weight = torch::tensor({0.0F, 1.0F, 2.0F, -100.0F}).view({1, 4});
  const torch::Tensor back = unpack_tensor(quantize_rows("w", weight, 0.5));
  EXPECT_NEAR(back[0][3].item<float>(), -1.5, 1e-3);
  EXPECT_NEAR(back[0][2].item<float>(), 1.5, 1e-3);
  EXPECT_NEAR(back[0][1].item<float>(), 1.0, 0.5 * 1.5 / 127 + 1e-3);
}

TEST(Int8Rows, Float16PassesThrough) {
  const torch::Tensor value = torch::tensor({1.0F, -0.3333F, 65504.0F});
  EXPECT_TRUE(
      unpack_tensor(pass_through("v", value)).equal(value.to(torch::kHalf).to(torch::kFloat)));
  EXPECT_EQ(unpack_tensor(pass_through("s", torch::tensor(2.0F))).dim(), 0);
}

// The submissions' own int8 quantizer; at most one code in a thousand may sit on a tie.
TEST(Int8Rows, AgreesWithTheSubmissionsQuantizer) {
  PGOLF_SKIP_WITHOUT_SHARED("golden/model/quantisation.pt");
  const pgolf_test::GoldenTensors golden("golden/model/quantisation.pt");
  PackedTensor packed = quantize_rows("w", golden.at("weight"), 0.9999984);
  const torch::Tensor codes =
      torch::from_blob(packed.codes.data(), packed.shape, torch::kInt8).clone();
  const auto equal = codes.eq(golden.at("int8.q")).sum().item<std::int64_t>();
  EXPECT_GE(equal * 1000, codes.numel() * 999);
  const torch::Tensor scales = golden.at("int8.scale").contiguous();
  for (std::size_t row = 0; row < packed.halves.size(); ++row) {
    EXPECT_NEAR(packed.halves[row], scales[static_cast<int>(row)].item<at::Half>().x, 1) << row;
  }
}

}  // namespace
}  // namespace reference
