// SPDX-License-Identifier: Apache-2.0
#include <vector>

#include "tests/support/check_case.h"
#include "tests/support/evidence_builder.h"

#include <gtest/gtest.h>

namespace pgolf_test {
namespace {

using verifier::Stage;
using verifier::Status;

void break_second_seed(verifier::Evidence& evidence) {
  verifier::RerunEvidence& rerun = rerun_of(evidence);
  rerun.runs.push_back(rerun.runs[0]);
  rerun.runs[1].evaluate.seed = 42;
  rerun.runs[1].audit.value().breaches = {{"I3", 1, 0, 2, 5, 6, "seen"}};
}

const std::vector<CheckCase>& cases() {
  static const std::vector<CheckCase> kCases = {
      {"Honest",
       [](Docket& docket) {
         docket.stage = Stage::rerun;
         docket.evidence = honest_rerun();
       },
       Status::pass, "score-first",
       "seed 1337: 10,000 scorings, each before its position was inserted"},
      {"ScoredAfterInsertion",
       [](Docket& docket) {
         docket.stage = Stage::rerun;
         docket.evidence = honest_rerun();
         audit_of(docket.evidence).breaches = {{"I3", 31, 7, 12, 9'937, 10'000, "seen"}};
       },
       Status::fail, "state-changed-before-score",
       "I3 broken 31 times, first on rank 7, segment 12, positions 9,937 to 10,000: seen"},
      {"ChangedWhileScoring",
       [](Docket& docket) {
         docket.stage = Stage::rerun;
         docket.evidence = honest_rerun();
         audit_of(docket.evidence).breaches = {{"I4", 31, 7, 12, 9'937, 10'000, "seen"}};
       },
       Status::fail, "state-changed-while-scoring", "I4 broken"},
      {"OutOfOrder",
       [](Docket& docket) {
         docket.stage = Stage::rerun;
         docket.evidence = honest_rerun();
         audit_of(docket.evidence).breaches = {{"I1", 31, 7, 12, 9'937, 10'000, "seen"}};
       },
       Status::fail, "events-out-of-order", "I1 broken"},
      {"UpdateOfOtherTokens",
       [](Docket& docket) {
         docket.stage = Stage::rerun;
         docket.evidence = honest_rerun();
         audit_of(docket.evidence).breaches = {{"I5", 31, 7, 12, 9'937, 10'000, "seen"}};
       },
       Status::fail, "update-not-from-tokens", "I5 broken"},
      {"PrefillTooFar",
       [](Docket& docket) {
         docket.stage = Stage::rerun;
         docket.evidence = honest_rerun();
         audit_of(docket.evidence).breaches = {{"I6", 31, 7, 12, 9'937, 10'000, "seen"}};
       },
       Status::fail, "prefill-not-sequential", "I6 broken"},
      {"DigestsDisagree",
       [](Docket& docket) {
         docket.stage = Stage::rerun;
         docket.evidence = honest_rerun();
         audit_of(docket.evidence).breaches = {{"I8", 31, 7, 12, 9'937, 10'000, "seen"}};
       },
       Status::fail, "digests-disagree", "I8 broken"},
      {"TheGravestNamesTheReason",
       [](Docket& docket) {
         docket.stage = Stage::rerun;
         docket.evidence = honest_rerun();
         audit_of(docket.evidence).breaches = {{"I1", 1, 0, 0, 1, 1, "a"},
                                               {"I3", 1, 0, 0, 1, 1, "b"}};
       },
       Status::fail, "state-changed-before-score", "; I1 broken"},
      {"CoverageIsAnotherCheck",
       [](Docket& docket) {
         docket.stage = Stage::rerun;
         docket.evidence = honest_rerun();
         audit_of(docket.evidence).breaches = {{"I2", 31, 7, 12, 9'937, 10'000, "seen"}};
       },
       Status::pass, "score-first", ""},
      {"NotAllChecked",
       [](Docket& docket) {
         docket.stage = Stage::rerun;
         docket.evidence = honest_rerun();
         audit_of(docket.evidence).checked = {"I1", "I2", "I3", "I5", "I6", "I7"};
       },
       Status::inconclusive, "not-all-checked", "left out I4, I8"},
      {"EventsUnreadable",
       [](Docket& docket) {
         docket.stage = Stage::rerun;
         docket.evidence = honest_rerun();
         rerun_of(docket.evidence).runs[0].audit =
             verifier::Failure{verifier::ErrorKind::bad_input, "unreadable", "bad magic"};
       },
       Status::inconclusive, "events-unreadable", "bad magic"},
      {"SecondSeedBreaks",
       [](Docket& docket) {
         docket.stage = Stage::rerun;
         docket.evidence = honest_rerun();
         break_second_seed(docket.evidence);
       },
       Status::fail, "state-changed-before-score", "seed 42: I3 broken"},
      {"NoAccelerator",
       [](Docket& docket) {
         docket.stage = Stage::rerun;
         docket.evidence = no_rerun("no-accelerator");
       },
       Status::not_run, "no-accelerator", "there is no rerun: it could not be made"},
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
