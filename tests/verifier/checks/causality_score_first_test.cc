// SPDX-License-Identifier: Apache-2.0
#include <vector>

#include "tests/support/rerun_cases.h"

#include <gtest/gtest.h>

namespace pgolf_test {
namespace {

using verifier::Status;

void break_second_seed(verifier::Evidence& evidence) {
  verifier::RerunEvidence& rerun = rerun_of(evidence);
  rerun.runs.push_back(rerun.runs[0]);
  rerun.runs[1].evaluate.seed = 42;
  rerun.runs[1].audit.value().breaches = {{"I3", 1, 0, 2, 5, 6, "seen"}};
}

Given broken(const std::string& invariant) {
  return rerun([invariant](verifier::Evidence& evidence) {
    audit_of(evidence).breaches = {{invariant, 31, 7, 12, 9'937, 10'000, "seen"}};
  });
}

std::vector<CheckCase> own_cases() {
  return {
      {"Honest", rerun(), Status::pass, "score-first",
       "seed 1337: 10,000 scorings, each before its position was inserted"},
      {"ScoredAfterInsertion", broken("I3"), Status::fail, "state-changed-before-score",
       "I3 broken 31 times, first on rank 7, segment 12, positions 9,937 to 10,000: seen"},
      {"ChangedWhileScoring", broken("I4"), Status::fail, "state-changed-while-scoring",
       "I4 broken"},
      {"OutOfOrder", broken("I1"), Status::fail, "events-out-of-order", "I1 broken"},
      {"UpdateOfOtherTokens", broken("I5"), Status::fail, "update-not-from-tokens", "I5 broken"},
      {"PrefillTooFar", broken("I6"), Status::fail, "prefill-not-sequential", "I6 broken"},
      {"DigestsDisagree", broken("I8"), Status::fail, "digests-disagree", "I8 broken"},
      {"TheGravestNamesTheReason", rerun([](verifier::Evidence& evidence) {
         audit_of(evidence).breaches = {{"I1", 1, 0, 0, 1, 1, "a"}, {"I3", 1, 0, 0, 1, 1, "b"}};
       }),
       Status::fail, "state-changed-before-score", "; I1 broken"},
      {"CoverageIsAnotherCheck", broken("I2"), Status::pass, "score-first", ""},
      {"NotAllChecked", rerun([](verifier::Evidence& evidence) {
         audit_of(evidence).checked = {"I1", "I2", "I3", "I5", "I6", "I7"};
       }),
       Status::inconclusive, "not-all-checked", "left out I4, I8"},
      {"EventsUnreadable", rerun([](verifier::Evidence& evidence) {
         rerun_of(evidence).runs[0].audit =
             verifier::Failure{verifier::ErrorKind::bad_input, "unreadable", "bad magic"};
       }),
       Status::inconclusive, "events-unreadable", "bad magic"},
      {"SecondSeedBreaks", rerun([](verifier::Evidence& evidence) { break_second_seed(evidence); }),
       Status::fail, "state-changed-before-score", "seed 42: I3 broken"},
  };
}

const std::vector<CheckCase>& cases() {
  static const std::vector<CheckCase> kCases = with_more(own_cases(), cases_without_runs());
  return kCases;
}

class CausalityScoreFirst : public testing::TestWithParam<CheckCase> {};

TEST_P(CausalityScoreFirst, FindsWhatTheCaseNames) {
  expect_case("causality.score-first", GetParam());
}

INSTANTIATE_TEST_SUITE_P(Cases, CausalityScoreFirst, testing::ValuesIn(cases()), case_name);

TEST(CausalityScoreFirstReasons, AreAllDriven) {
  expect_every_reason("causality.score-first", cases());
}

}  // namespace
}  // namespace pgolf_test
