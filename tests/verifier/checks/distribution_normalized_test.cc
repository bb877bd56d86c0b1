// SPDX-License-Identifier: Apache-2.0
#include <limits>
#include <vector>

#include "tests/support/check_case.h"
#include "tests/support/evidence_builder.h"

#include <gtest/gtest.h>

namespace pgolf_test {
namespace {

using verifier::Stage;
using verifier::Status;

// A rerun with one part of its first run changed.
std::function<void(Docket&)> with(const std::function<void(verifier::RerunRun&)>& change) {
  return [change](Docket& docket) {
    docket.stage = Stage::rerun;
    docket.evidence = honest_rerun();
    change(rerun_of(docket.evidence).runs.at(0));
  };
}

const std::vector<CheckCase>& cases() {
  static const std::vector<CheckCase> kCases = {
      {"Honest", with([](verifier::RerunRun&) {}), Status::pass, "normalized",
       "sum to 1.0000 to 1.0000 over the vocabulary"},
      // 16635.5 nats over 24,000 bytes are 1 bit per byte; twice the nats are 2.
      {"Hashed", with([](verifier::RerunRun& run) {
         run.normalization.value().z_most = 404.25;
         run.normalization.value().z_mean = 101.5;
         run.normalization.value().share_above = 0.98;
         run.normalization.value().normalized_nats = 33271.0;
       }),
       Status::fail, "not-normalized", "1.0000 bits per byte become 2.0000"},
      {"BelowOne", with([](verifier::RerunRun& run) { run.normalization.value().z_least = 0.999; }),
       Status::fail, "not-normalized", "0.9990"},
      {"Nothing", with([](verifier::RerunRun& run) { run.normalization.value().positions = 0; }),
       Status::inconclusive, "nothing-measured", "could be summed"},
      {"Diverged", with([](verifier::RerunRun& run) {
         run.normalization.value().z_most = std::numeric_limits<double>::quiet_NaN();
       }),
       Status::inconclusive, "nothing-measured", "could be summed"},
      {"NotGathered", with([](verifier::RerunRun& run) {
         run.normalization =
             verifier::Failure{verifier::ErrorKind::internal, "not-gathered", "not gathered"};
       }),
       Status::not_run, "not-gathered", "not gathered"},
      {"Failed", with([](verifier::RerunRun& run) {
         run.normalization =
             verifier::Failure{verifier::ErrorKind::bad_input, "unreadable", "cut off"};
       }),
       Status::inconclusive, "not-audited", "cut off"},
      {"NoRerun",
       [](Docket& docket) {
         docket.stage = Stage::rerun;
         docket.evidence = no_rerun("no-accelerator");
       },
       Status::not_run, "no-accelerator", "there is no rerun"},
      {"NoRuns",
       [](Docket& docket) {
         docket.stage = Stage::rerun;
         docket.evidence = honest_rerun();
         rerun_of(docket.evidence).runs.clear();
       },
       Status::not_run, "not-gathered", "left no run"},
  };
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
