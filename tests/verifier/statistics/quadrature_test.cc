// SPDX-License-Identifier: Apache-2.0
#include "verifier/statistics/quadrature.h"

#include <cmath>

#include <gtest/gtest.h>

namespace verifier::statistics {
namespace {

TEST(Integrate, SmoothFunctions) {
  EXPECT_NEAR(integrate([](double x) { return x * x; }, 0, 3), 9, 1e-13);
  EXPECT_NEAR(integrate([](double x) { return std::sin(x); }, 0, 3.14159265358979323846), 2, 1e-13);
}

}  // namespace
}  // namespace verifier::statistics
