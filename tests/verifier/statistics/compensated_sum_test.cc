// SPDX-License-Identifier: Apache-2.0
#include "verifier/statistics/compensated_sum.h"

#include <gtest/gtest.h>

namespace verifier::statistics {
namespace {

TEST(CompensatedSum, KeepsWhatPlainAdditionLoses) {
  EXPECT_EQ(compensated_sum({1e16, 1, -1e16}), 1);
  EXPECT_EQ(compensated_sum({1, 1e16, 1, -1e16}), 2);
}

TEST(CompensatedSum, DoesNotDependOnTheOrder) {
  EXPECT_EQ(compensated_sum({0.1, 0.7, 0.3}), compensated_sum({0.7, 0.3, 0.1}));
  EXPECT_EQ(compensated_sum({}), 0);
}

}  // namespace
}  // namespace verifier::statistics
