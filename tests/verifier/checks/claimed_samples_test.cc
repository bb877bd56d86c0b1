// SPDX-License-Identifier: Apache-2.0
#include "verifier/checks/claimed_samples.h"

#include "tests/support/submission_builder.h"

#include <gtest/gtest.h>

namespace pgolf_test {
namespace {

using verifier::ClaimedSamples;
using verifier::samples_of;

TEST(ClaimedSamples, AreTheFinalScoresOfTheRunsWhereNoSeedIsClaimed) {
  const ClaimedSamples samples = samples_of(SubmissionBuilder().read());
  EXPECT_EQ(samples.scores(), (std::vector<double>{1.1002, 1.1, 1.1004}));
  EXPECT_EQ(samples.runs[0].seed, 42U);
  EXPECT_TRUE(samples.runs[0].from_log);
  EXPECT_DOUBLE_EQ(samples.resolution, 1e-8);
  EXPECT_NEAR(samples.bytes_per_token, 2.43593, 1e-5);
}

TEST(ClaimedSamples, TakeTheDigitsOfTheLogThatCarriesAClaimedScore) {
  SubmissionBuilder builder;
  builder.logs[0].val_bpb = "1.10003456";
  builder.claims["seed_results"] = R"({"1337": {"val_bpb": 1.10003}, "42": {"val_bpb": 1.09}})";
  const ClaimedSamples samples = samples_of(builder.read());
  ASSERT_EQ(samples.runs.size(), 2U);
  EXPECT_DOUBLE_EQ(samples.runs[0].val_bpb, 1.09);
  EXPECT_FALSE(samples.runs[0].from_log);
  EXPECT_EQ(samples.runs[0].origin.file, "submission.json");
  EXPECT_DOUBLE_EQ(samples.runs[1].val_bpb, 1.10003456);
  EXPECT_TRUE(samples.runs[1].from_log);
  EXPECT_DOUBLE_EQ(samples.resolution, 0.01);
}

TEST(ClaimedSamples, AreEmptyWithoutLogsAndSeeds) {
  EXPECT_TRUE(samples_of(empty_submission().read()).runs.empty());
}

}  // namespace
}  // namespace pgolf_test
