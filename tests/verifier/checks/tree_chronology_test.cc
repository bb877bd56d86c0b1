// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <vector>

#include "tests/support/pull_request_builder.h"

#include <gtest/gtest.h>

namespace pgolf_test {
namespace {

using verifier::Landing;
using verifier::PullRequest;
using verifier::Status;

const std::vector<CheckCase>& cases() {
  static const std::vector<CheckCase> kCases = {
      {"AllBeforeTheCutoff", pull_request_with([](PullRequest&) {}), Status::pass, "in-order",
       "code landed 2026-04-01T10:00:00Z (cccccccccccc); the first log landed "
       "2026-04-02T10:00:00Z"},
      {"FromAFolder", [](Docket&) {}, Status::not_run, "no-git", "--repo"},
      {"ScoreEditedLater", pull_request_with([](PullRequest& pull_request) {
         pull_request.score->last_commit = std::string(40, 'a');
         pull_request.score->last_utc = "2026-04-09T00:00:00Z";
       }),
       Status::pass, "claim-edited", "was last changed 2026-04-09T00:00:00Z (aaaaaaaaaaaa)"},
      {"OneSecondBeforeTheCutoff", pull_request_with([](PullRequest& pull_request) {
         pull_request.logs->first_utc = "2026-05-01T23:59:59Z";
       }),
       Status::pass, "in-order", ""},
      {"LogAtTheCutoff", pull_request_with([](PullRequest& pull_request) {
         pull_request.logs->first_utc = "2026-05-02T00:00:00Z";
       }),
       Status::inconclusive, "grace-period", "people decide how far grace reaches"},
      {"CodeAtTheCutoff", pull_request_with([](PullRequest& pull_request) {
         pull_request.code->first_utc = "2026-05-02T00:00:00Z";
       }),
       Status::fail, "after-cutoff", "code landed 2026-05-02T00:00:00Z"},
      {"NoLogLanded",
       pull_request_with([](PullRequest& pull_request) { pull_request.logs.reset(); }),
       Status::inconclusive, "not-landed",
       "the first log never landed in a commit of the pull request"},
  };
  return kCases;
}

class TreeChronology : public testing::TestWithParam<CheckCase> {};

TEST_P(TreeChronology, FindsWhatTheCaseNames) {
  expect_case("tree.chronology", GetParam());
}

INSTANTIATE_TEST_SUITE_P(Cases, TreeChronology, testing::ValuesIn(cases()), case_name);

TEST(TreeChronologyReasons, AreAllDriven) {
  expect_every_reason("tree.chronology", cases());
}

}  // namespace
}  // namespace pgolf_test
