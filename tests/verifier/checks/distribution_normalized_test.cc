// SPDX-License-Identifier: Apache-2.0
#include <limits>
#include <vector>

#include "tests/support/rerun_cases.h"

#include <gtest/gtest.h>

namespace pgolf_test {
namespace {

using verifier::Status;

std::vector<CheckCase> shared_cases() {
  const auto put = [](verifier::RerunRun& run, const verifier::Failure& failure) {
    run.normalization = failure;
  };
  return with_more(cases_without_part(put), cases_without_runs());
}

std::vector<CheckCase> own_cases() {
  return {
      {"Honest", rerun(), Status::pass, "normalized",
       "sum to 1.0000 to 1.0000 over the vocabulary"},
      // 16635.5 nats over 24,000 bytes are 1 bit per byte; twice the nats are 2.
      {"Hashed", rerun_with([](verifier::RerunRun& run) {
         run.normalization.value().z_most = 404.25;
         run.normalization.value().z_mean = 101.5;
         run.normalization.value().share_above = 0.98;
         run.normalization.value().normalized_nats = 33271.0;
       }),
       Status::fail, "not-normalized", "1.0000 bits per byte become 2.0000"},
      {"BelowOne",
       rerun_with([](verifier::RerunRun& run) { run.normalization.value().z_least = 0.999; }),
       Status::fail, "not-normalized", "0.9990"},
      {"Nothing",
       rerun_with([](verifier::RerunRun& run) { run.normalization.value().positions = 0; }),
       Status::inconclusive, "nothing-measured", "could be summed"},
      {"Diverged", rerun_with([](verifier::RerunRun& run) {
         run.normalization.value().z_most = std::numeric_limits<double>::quiet_NaN();
       }),
       Status::inconclusive, "nothing-measured", "could be summed"},
  };
}

const std::vector<CheckCase>& cases() {
  static const std::vector<CheckCase> kCases = with_more(own_cases(), shared_cases());
  return kCases;
}

class DistributionNormalized : public testing::TestWithParam<CheckCase> {};

TEST_P(DistributionNormalized, FindsWhatTheCaseNames) {
  expect_case("distribution.normalized", GetParam());
}

INSTANTIATE_TEST_SUITE_P(Cases, DistributionNormalized, testing::ValuesIn(cases()), case_name);

TEST(DistributionNormalizedReasons, AreAllDriven) {
  expect_every_reason("distribution.normalized", cases());
}

}  // namespace
}  // namespace pgolf_test
