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

std::function<void(Docket&)> broken(const std::string& invariant) {
  return with([invariant](verifier::RerunRun& run) {
    run.prefix.value().breaches = {{invariant, 3, 1, 4, 50, 60, "seen"}};
  });
}

const std::vector<CheckCase>& cases() {
  static const std::vector<CheckCase> kCases = {
      {"Honest", with([](verifier::RerunRun&) {}), Status::pass, "prefix-only",
       "9,000 scores and 12 distributions of the cache unchanged under 12 other futures, and 4,999 "
       "scorings of the whole run repeated with every token from 5,000 on replaced"},
      {"Future", broken("I9"), Status::fail, "future-dependent",
       "I9 broken 3 times, first on rank 1, segment 4, positions 50 to 60: seen"},
      {"OwnToken", broken("I10"), Status::fail, "own-token-dependent", "I10 broken"},
      {"UnlikeRow", broken("I11"), Status::fail, "score-unlike-row", "I11 broken"},
      {"UnlikeReplay", broken("I12"), Status::fail, "score-unlike-row", "I12 broken"},
      {"NotAllChecked", with([](verifier::RerunRun& run) { run.prefix.value().checked = {"I10"}; }),
       Status::inconclusive, "not-all-checked", "left out I9, I11"},
      {"NothingCompared",
       with([](verifier::RerunRun& run) { run.prefix.value().run_scores_compared = 0; }),
       Status::inconclusive, "not-all-checked", "nothing was compared"},
      {"NotGathered", with([](verifier::RerunRun& run) {
         run.prefix =
             verifier::Failure{verifier::ErrorKind::internal, "not-gathered", "not gathered"};
       }),
       Status::not_run, "not-gathered", "not gathered"},
      {"Failed", with([](verifier::RerunRun& run) {
         run.prefix = verifier::Failure{verifier::ErrorKind::bad_input, "unreadable", "cut off"};
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

class CausalityPrefix : public testing::TestWithParam<CheckCase> {};

TEST_P(CausalityPrefix, FindsWhatTheCaseNames) {
  expect_case("causality.prefix", GetParam());
}

INSTANTIATE_TEST_SUITE_P(Cases, CausalityPrefix, testing::ValuesIn(cases()), case_name);

TEST(CausalityPrefixReasons, AreAllDriven) {
  expect_every_reason("causality.prefix", cases());
}

}  // namespace
}  // namespace pgolf_test
