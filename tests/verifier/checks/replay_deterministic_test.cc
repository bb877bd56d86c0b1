// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <vector>

#include "tests/support/rerun_cases.h"

#include <gtest/gtest.h>

namespace pgolf_test {
namespace {

using verifier::Status;

const std::vector<CheckCase>& cases() {
  static const std::vector<CheckCase> kCases = {
      {"Identical", rerun(), Status::pass, "identical",
       "seed 1337: a second evaluation gives the same event root"},
      {"OtherEvents", rerun([](verifier::Evidence& evidence) {
         rerun_of(evidence).replay.value().second_event_root = std::string(64, '0');
       }),
       Status::inconclusive, "nondeterministic-replay", "gives other events (roots"},
      {"OtherSum", rerun([](verifier::Evidence& evidence) {
         rerun_of(evidence).replay.value().second_sum_nats += 1e-9;
       }),
       Status::inconclusive, "nondeterministic-replay", "gives other sums"},
      {"NoReplay", rerun([](verifier::Evidence& evidence) {
         rerun_of(evidence).replay =
             verifier::Failure{verifier::ErrorKind::transient, "budget", "no time was left"};
       }),
       Status::not_run, "budget", "no time was left"},
      {"NoRerun", without_rerun("disabled"), Status::not_run, "disabled", ""},
  };
  return kCases;
}

class ReplayDeterministic : public testing::TestWithParam<CheckCase> {};

TEST_P(ReplayDeterministic, FindsWhatTheCaseNames) {
  expect_case("replay.deterministic", GetParam());
}

INSTANTIATE_TEST_SUITE_P(Cases, ReplayDeterministic, testing::ValuesIn(cases()), case_name);

TEST(ReplayDeterministicReasons, AreAllDriven) {
  expect_every_reason("replay.deterministic", cases());
}

}  // namespace
}  // namespace pgolf_test
