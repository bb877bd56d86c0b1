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
      {"Honest", with([](verifier::RerunRun&) {}), Status::pass, "decoded",
       "2,048 tokens claimed at 4915.2 bits take a code of 4,928 bits"},
      // 4,915.2 bits, one part in 10,000 and 32 bits more: 4,947 is within, 4,948 is not.
      {"AtTheLimit", with([](verifier::RerunRun& run) { run.decoding.value().coded_bits = 4'947; }),
       Status::pass, "decoded", "4,947 bits"},
      {"LongerThanClaimed",
       with([](verifier::RerunRun& run) { run.decoding.value().coded_bits = 4'948; }), Status::fail,
       "longer-than-claimed", "4,948 bits"},
      {"NotDecoded", with([](verifier::RerunRun& run) {
         run.decoding.value().decoded = false;
         run.decoding.value().reason = "digest differs";
       }),
       Status::fail, "not-decoded", "digest differs"},
      {"TargetDependent",
       with([](verifier::RerunRun& run) { run.decoding.value().claims_unlike_rows = 7; }),
       Status::fail, "target-dependent", "7 of 2,048 scores"},
      {"Nothing", with([](verifier::RerunRun& run) { run.decoding.value().positions = 0; }),
       Status::inconclusive, "nothing-measured", "no token was coded"},
      {"NotGathered", with([](verifier::RerunRun& run) {
         run.decoding =
             verifier::Failure{verifier::ErrorKind::internal, "not-gathered", "not gathered"};
       }),
       Status::not_run, "not-gathered", "not gathered"},
      {"Failed", with([](verifier::RerunRun& run) {
         run.decoding = verifier::Failure{verifier::ErrorKind::bad_input, "unreadable", "cut off"};
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
