// SPDX-License-Identifier: Apache-2.0
#include "verifier/statistics/gain_verdict.h"

#include <cmath>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace verifier::statistics {
namespace {

const std::vector<double> kReference = {1.07, 1.0701, 1.0699};

struct VerdictCase {
  std::string name;
  std::vector<double> fresh;
  double margin;
  GainStatus status;
  std::string reason;
  bool more_runs_allowed = false;
  double resolution = 0;
};

// The edge cases of the reference vectors, and each step of statistics.md section 2.7.
const std::vector<VerdictCase>& cases() {
  static const std::vector<VerdictCase> kCases = {
      {"One", {1.06}, 0, GainStatus::inconclusive, "n-below-minimum"},
      {"None", {}, 0, GainStatus::inconclusive, "n-below-minimum"},
      {"Two", {1.06, 1.0601}, 0, GainStatus::inconclusive, "n-below-minimum"},
      {"TwoEqualOnes", {1.06, 1.06}, 0, GainStatus::inconclusive, "n-below-minimum"},
      {"NotANumber", {1.06, 1.0601, NAN}, 0, GainStatus::fail, "non-finite-value"},
      {"OneInfinity", {INFINITY}, 0, GainStatus::fail, "non-finite-value"},
      {"AllEqual", {1.06, 1.06, 1.06}, 0, GainStatus::fail, "seeds-have-no-effect"},
      {"TwoOfThreeEqual", {1.06, 1.06, 1.0601}, 0, GainStatus::pass, "pass", false, 0.0001},
      {"Worse", {1.08, 1.0801, 1.0799}, 0, GainStatus::fail, "mean-gain-below-margin"},
      {"BetterByLessThanTheMargin",
       {1.069, 1.0691, 1.0689},
       0.002,
       GainStatus::fail,
       "mean-gain-below-margin"},
      {"Better", {1.06, 1.0601, 1.0599}, 0.002, GainStatus::pass, "pass"},
      {"BetterOnAverage", {1.06, 1.08, 1.05}, 0, GainStatus::fail, "not-significant"},
      {"MoreSeedsCouldDecide",
       {1.06, 1.08, 1.05},
       0,
       GainStatus::inconclusive,
       "not-significant",
       true},
  };
  return kCases;
}

class Verdict : public testing::TestWithParam<VerdictCase> {};

TEST_P(Verdict, IsTheSpecifiedOne) {
  const VerdictCase& given = GetParam();
  GainRule rule;
  rule.margin = given.margin;
  rule.alpha = 0.01;
  rule.more_runs_allowed = given.more_runs_allowed;
  const GainVerdict verdict = gain_verdict({given.fresh, std::nullopt, given.resolution},
                                           {kReference, std::nullopt, 0}, rule);
  EXPECT_EQ(verdict.status, given.status);
  EXPECT_EQ(verdict.reason, given.reason);
}

INSTANTIATE_TEST_SUITE_P(Cases, Verdict, testing::ValuesIn(cases()),
                         [](const auto& row) { return row.param.name; });

GainVerdict judged(const GainRule& rule, double resolution) {
  const std::vector<double> fresh = {1.06, 1.06, 1.0601};
  return gain_verdict({fresh, std::nullopt, resolution}, {kReference, std::nullopt, 0}, rule);
}

TEST(GainVerdict, PEqualToAlphaIsNoPass) {
  GainRule rule;
  rule.alpha = 0.5;
  rule.alpha = judged(rule, 0).test->p;
  EXPECT_EQ(judged(rule, 0).reason, "not-significant");
  rule.alpha = std::nextafter(rule.alpha, 1);
  EXPECT_EQ(judged(rule, 0).reason, "pass");
}

TEST(GainVerdict, ACoarseRecordPutsTheFloorUnderTheSpread) {
  GainRule rule;
  rule.alpha = 0.01;
  EXPECT_FALSE(judged(rule, 0.0001).floor_active);
  EXPECT_TRUE(judged(rule, 0.001).floor_active);
  EXPECT_GT(judged(rule, 0.001).test->p, judged(rule, 0.0001).test->p);
}

TEST(GainVerdict, CalibrationModeratesUnlessAGroupIsTooWide) {
  GainRule rule;
  rule.alpha = 0.01;
  rule.calibration = Calibration{0.0001, 50};
  EXPECT_EQ(judged(rule, 0).test_name, "moderated");
  rule.calibration = Calibration{0.00001, 50};
  EXPECT_EQ(judged(rule, 0).test_name, "welch");
}

TEST(GainVerdict, APublishedSummaryStandsForScores) {
  const std::vector<double> fresh = {1.06, 1.0601, 1.0599};
  GainRule rule;
  rule.alpha = 0.01;
  const Group published{{}, summary_of(6, 1.07, 0.0001), 0};
  EXPECT_EQ(gain_verdict({fresh, std::nullopt, 0}, published, rule).reason, "pass");
}

TEST(GainVerdict, OrderOfSeedsDoesNotMatter) {
  GainRule rule;
  rule.alpha = 0.01;
  const std::vector<double> one = {1.0603713, 1.0600001, 1.0611117};
  const std::vector<double> other = {1.0611117, 1.0603713, 1.0600001};
  EXPECT_EQ(gain_verdict({one, std::nullopt, 0}, {kReference, std::nullopt, 0}, rule).test->p,
            gain_verdict({other, std::nullopt, 0}, {kReference, std::nullopt, 0}, rule).test->p);
}

}  // namespace
}  // namespace verifier::statistics
