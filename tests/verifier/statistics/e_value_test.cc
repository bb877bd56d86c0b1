// SPDX-License-Identifier: Apache-2.0
#include "verifier/statistics/e_value.h"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

namespace pgolf_test {
namespace {

using verifier::statistics::kProbeLimitNats;
using verifier::statistics::probe_verdict;
using verifier::statistics::ProbeScore;
using verifier::statistics::ProbeStatus;
using verifier::statistics::ProbeVerdict;

constexpr double kInfinite = std::numeric_limits<double>::infinity();
constexpr std::uint64_t kTokens = std::uint64_t{1} << 20U;
const double kSource = static_cast<double>(kTokens) * std::log(1020.0);

struct Row {
  const char* name;
  ProbeScore score;
  ProbeStatus status;
};

class Verdicts : public testing::TestWithParam<Row> {};

TEST_P(Verdicts, FollowTheTable) {
  EXPECT_EQ(probe_verdict(GetParam().score).status, GetParam().status);
}

// Gains by hand: source - tokens * loss; the slack of eight decimals is 5e-9 a token.
INSTANTIATE_TEST_SUITE_P(
    Table, Verdicts,
    testing::Values(
        Row{"honest", {2.0, 1e-8, 1999.0, 1000}, ProbeStatus::pass},
        Row{"just_below_zero", {2.0, 0, 1999.999, 1000}, ProbeStatus::pass},
        Row{"exactly_the_source", {2.0, 0, 2000.0, 1000}, ProbeStatus::inconclusive},
        Row{"little_gain", {2.0, 0, 2013.8, 1000}, ProbeStatus::inconclusive},
        Row{"gain_at_the_limit", {2.0, 0, 2013.816, 1000}, ProbeStatus::fail},
        Row{"limit_within_the_slack", {2.0, 1e-4, 2013.816, 1000}, ProbeStatus::inconclusive},
        Row{"limit_beyond_the_slack", {2.0, 1e-4, 2013.870, 1000}, ProbeStatus::fail},
        Row{"not_a_number", {std::nan(""), 1e-8, 2000, 1000}, ProbeStatus::inconclusive},
        Row{"infinite_loss", {kInfinite, 1e-8, 2000, 1000}, ProbeStatus::inconclusive},
        Row{"nothing_scored", {2.0, 1e-8, 0, 0}, ProbeStatus::inconclusive}),
    [](const auto& row) { return row.param.name; });

TEST(ProbeVerdict, TheLimitIsOneInAMillion) {
  EXPECT_DOUBLE_EQ(kProbeLimitNats, std::log(1e6));
}

// noise-probe.md section 5: G = N ln(K/V), -4,104 nats at 2^20.
TEST(ProbeVerdict, AUniformModelOverTheVocabularyLosesToTheSource) {
  const ProbeVerdict verdict = probe_verdict({std::log(1024.0), 1e-8, kSource, kTokens});
  EXPECT_NEAR(verdict.gain_nats, -4104.0, 0.5);
  EXPECT_NEAR(verdict.gain_per_token, std::log(1020.0 / 1024), 1e-12);
  EXPECT_EQ(verdict.status, ProbeStatus::pass);
  EXPECT_EQ(verdict.p_bound, 1);
}

TEST(ProbeVerdict, AUniformModelOverTheSourcesTokensGainsNothing) {
  EXPECT_NEAR(probe_verdict({std::log(1020.0), 0, kSource, kTokens}).gain_nats, 0, 1e-8);
}

// noise-probe.md section 3: the slack is N * 5e-9 for eight decimals, N * 5e-5 for four.
TEST(ProbeVerdict, TheSlackIsHalfAStepAToken) {
  EXPECT_DOUBLE_EQ(probe_verdict({6.9, 1e-8, kSource, kTokens}).slack_nats, 1048576 * 5e-9);
  EXPECT_DOUBLE_EQ(probe_verdict({6.9, 1e-4, kSource, kTokens}).slack_nats, 1048576 * 5e-5);
}

TEST(ProbeVerdict, TheBoundIsTheExponentialOfTheSureGain) {
  const ProbeVerdict verdict = probe_verdict({2.0, 2e-3, 2003.0, 1000});
  EXPECT_NEAR(verdict.p_bound, std::exp(-2.0), 1e-12);
}

}  // namespace
}  // namespace pgolf_test
