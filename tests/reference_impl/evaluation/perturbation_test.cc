// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/evaluation/perturbation.h"

#include <gtest/gtest.h>

namespace reference {
namespace {

// (5x + 17) mod 64: 1 -> 22, 2 -> 27, 60 -> 61; 44 -> 237 mod 64 = 45.
TEST(Perturbation, ReplacesEveryTokenFromTOn) {
  const std::vector<std::uint16_t> tokens = {1, 2, 60, 44};
  EXPECT_EQ(perturbed_from(tokens, 2, 64), (std::vector<std::uint16_t>{1, 2, 61, 45}));
  EXPECT_EQ(perturbed_from(tokens, 0, 64), (std::vector<std::uint16_t>{22, 27, 61, 45}));
  EXPECT_EQ(perturbed_from(tokens, 4, 64), tokens);
}

TEST(Perturbation, LeavesNoTokenAsItWas) {
  for (const std::uint32_t vocabulary : {2U, 3U, 4U, 50U, 1024U}) {
    for (std::uint16_t token = 0; token < vocabulary; ++token) {
      const std::vector<std::uint16_t> changed =
          perturbed_from(std::vector<std::uint16_t>{token}, 0, vocabulary);
      EXPECT_NE(changed[0], token);
      EXPECT_LT(changed[0], vocabulary);
    }
  }
}

}  // namespace
}  // namespace reference
