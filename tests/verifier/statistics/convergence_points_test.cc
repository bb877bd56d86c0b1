// SPDX-License-Identifier: Apache-2.0
#include "verifier/statistics/convergence_points.h"

#include <stdexcept>
#include <vector>

#include <gtest/gtest.h>

namespace verifier::statistics {
namespace {

const std::vector<double> kRuns = {3072, 3072, 3072, 3456, 3072, 3072, 3072, 3456, 3072, 2688,
                                   3072, 3072, 3456, 3072, 3072, 3072, 3072, 3456, 3072, 3072};

TEST(ConvergencePoint, PublishedExample) {
  const ConvergencePoint point = convergence_point(kRuns, 10);
  EXPECT_DOUBLE_EQ(point.mean, 3136);
  EXPECT_NEAR(point.deviation, 183.15632667205358, 1e-9);
  EXPECT_NEAR(point.smallest_mean, 3002.8480808984004, 1e-8);
}

TEST(ConvergencePoint, OfEqualRunsIsTheirMean) {
  EXPECT_DOUBLE_EQ(convergence_point(std::vector<double>(20, 7.0), 10).smallest_mean, 7);
}

TEST(ConvergencePoint, FourAreDroppedForOneBenchmark) {
  // Without 2688 and three of 3072 below, four of 3456 above, only 3072 is left.
  EXPECT_DOUBLE_EQ(convergence_point(kRuns, 10, 4).mean, 3072);
}

TEST(ConvergencePoint, RefusesTooFewRuns) {
  EXPECT_THROW(convergence_point(std::vector<double>{1, 2, 3}, 10), std::invalid_argument);
  EXPECT_THROW(convergence_point(kRuns, 2), std::invalid_argument);
}

}  // namespace
}  // namespace verifier::statistics
