// SPDX-License-Identifier: Apache-2.0
#include "verifier/statistics/distributions.h"

#include <cmath>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace verifier::statistics {
namespace {

constexpr double kPi = 3.14159265358979323846;

struct Point {
  std::string name;
  double t;
  double df;
  double p;
};

// statistics.md section 6.
const std::vector<Point>& points() {
  static const std::vector<Point> kPoints = {
      {"MinusOneOfTwo", -1, 2, 0.21132486540518712},
      {"AFractionOfDegrees", -3, 2.5, 0.036288047774515922},
      {"OnePercentOfFour", -3.7469473879791968, 4, 0.01},
      {"FarOut", -100, 3.8936655325489378, 4.3637231891493846e-8},
      {"Farther", -1000, 4, 2.9999800001049995e-12},
      {"ManyDegrees", -40, 54, 4.1098119524905552e-42},
      {"Above", 2, 4, 0.9419417382415922},
      {"NearZero", 1e-8, 3, 0.50000000367552597},
      {"Zero", 0, 2, 0.5},
  };
  return kPoints;
}

class StudentT : public testing::TestWithParam<Point> {};

TEST_P(StudentT, IsTheSpecifiedValue) {
  const Point& point = GetParam();
  EXPECT_NEAR(student_t_cdf(point.t, point.df), point.p, 1e-12 * point.p);
}

INSTANTIATE_TEST_SUITE_P(Points, StudentT, testing::ValuesIn(points()),
                         [](const auto& row) { return row.param.name; });

// Closed forms: one degree is an arc tangent; of two, (1 + t/sqrt(2+t^2))/2 without cancellation.
TEST(StudentTTail, KeepsTwelveDigitsDownToTheSmallestP) {
  for (double t = 1; t < 1e150; t *= 1e3) {
    const double one = std::atan(1 / t) / kPi;
    EXPECT_NEAR(student_t_cdf(-t, 1), one, 1e-12 * one) << t;
    const double root = std::sqrt(2 + t * t);
    const double two = 1 / (root * (root + t));
    EXPECT_NEAR(student_t_cdf(-t, 2), two, 1e-12 * two) << t;
  }
}

TEST(StudentTQuantile, GivesBackItsProbability) {
  for (const double df : {1.0, 2.6140147, 4.0, 54.0}) {
    for (const double p : {1e-100, 1e-12, 0.001, 0.01, 0.25, 0.5, 0.75, 0.99}) {
      EXPECT_NEAR(student_t_cdf(student_t_quantile(p, df), df), p, 1e-11 * p) << df << " " << p;
    }
  }
  EXPECT_NEAR(student_t_quantile(0.01, 2), -6.9645567342832742, 1e-12);
  EXPECT_NEAR(student_t_quantile(0.01, 54), -2.3974096448084557, 1e-12);
}

TEST(NoncentralT, WithoutNoncentralityIsStudents) {
  EXPECT_NEAR(noncentral_t_cdf(-1, 2, 0), 0.21132486540518712, 1e-12);
  EXPECT_LT(noncentral_t_cdf(2, 4, 3), noncentral_t_cdf(2, 4, 1));
}

TEST(Normal, KnownPoints) {
  EXPECT_NEAR(normal_quantile(0.01), -2.3263478740408411, 1e-14);
  EXPECT_NEAR(normal_quantile(0.25), -0.67448975019608174, 1e-15);
  EXPECT_NEAR(normal_cdf(normal_quantile(1e-200)), 1e-200, 1e-210);
  EXPECT_NEAR(normal_density(0), 1 / std::sqrt(2 * kPi), 1e-16);
}

// With two degrees the upper tail is exp(-x/2).
TEST(ChiSquare, WithTwoDegreesIsExponential) {
  EXPECT_NEAR(chi_square_lower(0.005, 2), 0.002496877602539876, 1e-15);
  EXPECT_NEAR(chi_square_upper(3, 2), std::exp(-1.5), 1e-15);
  // statistics.md section 2.3: 6.9078 for three runs.
  EXPECT_NEAR(chi_square_upper_point(0.001, 2) / 2, 6.907755278982137, 1e-12);
}

TEST(Beta, OfWholeNumbers) {
  EXPECT_NEAR(beta_function(1, 1), 1, 1e-15);
  EXPECT_NEAR(beta_function(2, 3), 1.0 / 12, 1e-15);
}

}  // namespace
}  // namespace verifier::statistics
