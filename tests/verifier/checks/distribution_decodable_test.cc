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
    run.decoding = failure;
  };
  return with_more(cases_without_part(put), cases_without_runs());
}

std::vector<CheckCase> own_cases() {
  return {
      {"Honest", rerun(), Status::pass, "decoded",
       "2,048 tokens claimed at 4915.2 bits take a code of 4,928 bits"},
      // 4,915.2 bits, one part in 10,000 and 32 bits more: 4,947 is within, 4,948 is not.
      {"AtTheLimit",
       rerun_with([](verifier::RerunRun& run) { run.decoding.value().coded_bits = 4'947; }),
       Status::pass, "decoded", "4,947 bits"},
      {"LongerThanClaimed",
       rerun_with([](verifier::RerunRun& run) { run.decoding.value().coded_bits = 4'948; }),
       Status::fail, "longer-than-claimed", "4,948 bits"},
      {"NotDecoded", rerun_with([](verifier::RerunRun& run) {
         run.decoding.value().decoded = false;
         run.decoding.value().reason = "digest differs";
       }),
       Status::fail, "not-decoded", "digest differs"},
      {"TargetDependent",
       rerun_with([](verifier::RerunRun& run) { run.decoding.value().claims_unlike_rows = 7; }),
       Status::fail, "target-dependent", "7 of 2,048 scores"},
      {"Nothing", rerun_with([](verifier::RerunRun& run) { run.decoding.value().positions = 0; }),
       Status::inconclusive, "nothing-measured", "no token was coded"},
  };
}

const std::vector<CheckCase>& cases() {
  static const std::vector<CheckCase> kCases = with_more(own_cases(), shared_cases());
  return kCases;
}

class DistributionDecodable : public testing::TestWithParam<CheckCase> {};

TEST_P(DistributionDecodable, FindsWhatTheCaseNames) {
  expect_case("distribution.decodable", GetParam());
}

INSTANTIATE_TEST_SUITE_P(Cases, DistributionDecodable, testing::ValuesIn(cases()), case_name);

TEST(DistributionDecodableReasons, AreAllDriven) {
  expect_every_reason("distribution.decodable", cases());
}

}  // namespace
}  // namespace pgolf_test
