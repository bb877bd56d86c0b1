// SPDX-License-Identifier: Apache-2.0
#include "verifier/statistics/two_sample.h"

#include <cmath>
#include <stdexcept>
#include <vector>

#include <gtest/gtest.h>

namespace verifier::statistics {
namespace {

// Scores of real submissions, by pull request.
const std::vector<double> k1514 = {1.07928348, 1.07996676, 1.08024795};
const std::vector<double> k1493 = {1.08079, 1.08103, 1.08118};
const std::vector<double> k1530 = {1.07258208, 1.07324696, 1.07426259};
const std::vector<double> k1868 = {1.06083, 1.06091, 1.06249};
const Calibration kTrack = {0.00072943, 50};

double p_of(const std::vector<double>& fresh, const std::vector<double>& reference, double margin) {
  return welch(summarize(fresh), summarize(reference), margin).p;
}

std::vector<double> moved(std::vector<double> values, double by, double factor = 1) {
  for (double& value : values) {
    value = value * factor + by;
  }
  return values;
}

// statistics.md section 2.1.
TEST(Welch, PublishedComparisons) {
  const TestResult test = welch(summarize(k1514), summarize(k1493), 0);
  EXPECT_NEAR(test.t, -3.7889615522894808, 1e-9);
  EXPECT_NEAR(test.df, 2.6140147389130341, 1e-9);
  EXPECT_NEAR(test.p, 0.020416770967954086, 1e-11);
  EXPECT_NEAR(p_of(k1530, k1514, 0.00193567), 0.0015504970919401736, 1e-12);
  EXPECT_NEAR(p_of(k1514, k1493, 0.00193567), 0.94968789515754123, 1e-10);
  EXPECT_NEAR(welch(summary_of(6, 1.060755, 0.000933), summarize(k1868), 0).p, 0.18848352911240308,
              1e-11);
}

TEST(Pooled, IsSmallerThanWelchHere) {
  EXPECT_NEAR(pooled(summarize(k1514), summarize(k1493), 0).p, 0.0096430659740566928, 1e-12);
}

TEST(Welch, EqualsPooledWhereSpreadsAndSizesAgree) {
  const std::vector<double> later = moved(k1514, -0.002);
  const TestResult one = welch(summarize(later), summarize(k1514), 0.001);
  const TestResult other = pooled(summarize(later), summarize(k1514), 0.001);
  EXPECT_NEAR(one.p, other.p, 1e-12);
  EXPECT_NEAR(one.df, 4, 1e-9);
}

TEST(Welch, PGrowsWithTheMarginAndWithEveryScore) {
  double before = 0;
  for (double margin = -0.004; margin <= 0.004; margin += 0.0005) {
    const double p = p_of(k1514, k1493, margin);
    EXPECT_GT(p, before);
    before = p;
  }
  // A larger score makes a larger p as long as it does not narrow the spread.
  for (double rise = 0; rise < 0.002; rise += 0.0004) {
    std::vector<double> worse = k1514;
    worse[2] += rise + 0.0001;
    EXPECT_GT(p_of(worse, k1493, 0), p_of(k1514, k1493, 0));
  }
}

TEST(Welch, DoesNotMoveWithOriginUnitOrOrder) {
  const double p = p_of(k1514, k1493, 0.0005);
  EXPECT_NEAR(p_of(moved(k1514, 1), moved(k1493, 1), 0.0005), p, 1e-9);
  EXPECT_NEAR(p_of(moved(k1514, 0, 2.5), moved(k1493, 0, 2.5), 0.00125), p, 1e-10);
  EXPECT_EQ(p_of({k1514[2], k1514[0], k1514[1]}, {k1493[1], k1493[2], k1493[0]}, 0.0005), p);
}

// statistics.md section 2.3.
TEST(Moderated, PublishedComparisons) {
  const TestResult test = moderated(summarize(k1530), summarize(k1514), 0.00193567, kTrack);
  EXPECT_NEAR(test.t, -7.6385340358949767, 1e-8);
  EXPECT_DOUBLE_EQ(test.df, 54);
  EXPECT_NEAR(test.p, 1.8945741842980753e-10, 1e-18);
}

TEST(Moderated, LiesBetweenPooledAndKnownSigma) {
  const Summary fresh = summarize(k1514);
  const Summary reference = summarize(k1493);
  EXPECT_NEAR(moderated(fresh, reference, 0, {kTrack.sigma, 1e-9}).p, pooled(fresh, reference, 0).p,
              1e-9);
  const TestResult known = known_sigma({3, fresh.mean}, {3, reference.mean}, 0, kTrack.sigma);
  EXPECT_NEAR(moderated(fresh, reference, 0, {kTrack.sigma, 1e9}).p, known.p, 1e-7);
}

TEST(IsTooWide, AboveTheUpperThousandth) {
  // For three runs the ratio of variances is 6.9078.
  const double edge = kTrack.sigma * std::sqrt(6.907755278982137);
  EXPECT_FALSE(is_too_wide(summary_of(3, 1, edge * 0.9999), kTrack));
  EXPECT_TRUE(is_too_wide(summary_of(3, 1, edge * 1.0001), kTrack));
}

TEST(KnownSigma, GivesAVerdictForOneRun) {
  const TestResult test = known_sigma({1, 1.0}, {1, 1.0 + std::sqrt(2.0)}, 0, 1);
  EXPECT_NEAR(test.t, -1, 1e-12);
  EXPECT_NEAR(test.p, 0.15865525393145705, 1e-12);
  EXPECT_TRUE(std::isinf(test.df));
}

TEST(Welch, TinyPIsWrittenAsItsBound) {
  EXPECT_EQ(welch(summary_of(200, 1, 1e-9), summary_of(200, 2, 1e-9), 0).p, 1e-300);
}

TEST(Welch, RefusesTwoZeroSpreads) {
  EXPECT_THROW(welch(summary_of(3, 1, 0), summary_of(3, 2, 0), 0), std::invalid_argument);
  EXPECT_THROW(known_sigma({1, 1}, {1, 2}, 0, 0), std::invalid_argument);
}

}  // namespace
}  // namespace verifier::statistics
