// SPDX-License-Identifier: Apache-2.0
#include <limits>
#include <vector>

#include "tests/support/rerun_cases.h"

#include <gtest/gtest.h>

namespace pgolf_test {
namespace {

using verifier::Status;

Given broken(const std::string& invariant) {
  return rerun_with([invariant](verifier::RerunRun& run) {
    run.prefix.value().breaches = {{invariant, 3, 1, 4, 50, 60, "seen"}};
  });
}

std::vector<CheckCase> shared_cases() {
  const auto put = [](verifier::RerunRun& run, const verifier::Failure& failure) {
    run.prefix = failure;
  };
  return with_more(cases_without_part(put), cases_without_runs());
}

std::vector<CheckCase> own_cases() {
  return {
      {"Honest", rerun(), Status::pass, "prefix-only",
       "9,000 scores and 12 distributions of the cache unchanged under 12 other futures, and 4,999 "
       "scorings of the whole run repeated with every token from 5,000 on replaced"},
      {"Future", broken("I9"), Status::fail, "future-dependent",
       "I9 broken 3 times, first on rank 1, segment 4, positions 50 to 60: seen"},
      {"OwnToken", broken("I10"), Status::fail, "own-token-dependent", "I10 broken"},
      {"UnlikeRow", broken("I11"), Status::fail, "score-unlike-row", "I11 broken"},
      {"UnlikeReplay", broken("I12"), Status::fail, "score-unlike-row", "I12 broken"},
      {"NotAllChecked",
       rerun_with([](verifier::RerunRun& run) { run.prefix.value().checked = {"I10"}; }),
       Status::inconclusive, "not-all-checked", "left out I9, I11"},
      {"NothingCompared",
       rerun_with([](verifier::RerunRun& run) { run.prefix.value().run_scores_compared = 0; }),
       Status::inconclusive, "not-all-checked", "nothing was compared"},
  };
}

const std::vector<CheckCase>& cases() {
  static const std::vector<CheckCase> kCases = with_more(own_cases(), shared_cases());
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
