// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <vector>

#include "tests/support/check_case.h"

#include <gtest/gtest.h>

namespace pgolf_test {
namespace {

using verifier::Status;

void set_scores(Docket& docket, const std::vector<std::string>& scores) {
  docket.submission.logs.resize(scores.size());
  for (std::size_t i = 0; i < scores.size(); ++i) {
    docket.submission.logs[i].val_bpb = scores[i];
  }
}

// The record on 2026-04-01 is that of PR 1120: 1.11018163, 1.10979099, 1.10986874.
const std::vector<CheckCase>& cases() {
  static const std::vector<CheckCase> kCases = {
      {"Better", [](Docket&) {}, Status::pass, "beats-record",
       "3 runs, mean 1.10020, deviation 0.00020, against PR 1120 of 2026-03-30 (3 runs, mean "
       "1.10995, deviation 0.00021): gain 0.00975 bpb"},
      {"MarginInEveryUnit", [](Docket&) {}, Status::pass, "beats-record",
       "margin 0.00296 bpb (0.00500 nats per token, 0.00205 nats per byte) at the record's 2.4359 "
       "bytes a token"},
      {"SaysWhatWouldPass", [](Docket&) {}, Status::pass, "beats-record", "would just pass"},
      {"BetterByLessThanTheMargin",
       [](Docket& docket) {
         set_scores(docket, {"1.10860000", "1.10870000", "1.10850000"});
       },
       Status::fail, "mean-gain-below-margin", "gain 0.00135 bpb"},
      {"Worse",
       [](Docket& docket) {
         set_scores(docket, {"1.12000000", "1.12010000", "1.11990000"});
       },
       Status::fail, "mean-gain-below-margin", "gain -0.01005 bpb"},
      {"NotSignificant",
       [](Docket& docket) {
         set_scores(docket, {"1.10000000", "1.11500000", "1.09000000"});
       },
       Status::fail, "not-significant", "p must be below 0.01"},
      {"OneScoreThreeTimes",
       [](Docket& docket) {
         set_scores(docket, {"1.10000000", "1.10000000", "1.10000000"});
       },
       Status::fail, "seeds-have-no-effect", "3 runs, mean 1.10000"},
      {"TwoRuns", [](Docket& docket) { docket.submission.logs.resize(2); }, Status::inconclusive,
       "n-below-minimum", "2 runs, mean 1.10010"},
      {"OneRun", [](Docket& docket) { set_scores(docket, {"1.00000000"}); }, Status::inconclusive,
       "n-below-minimum", "no test can be made"},
      {"TheRecordHasOneRun", [](Docket& docket) { docket.date = "2026-03-19"; },
       Status::inconclusive, "n-below-minimum", "against the baseline (1 run, mean 1.22437)"},
      {"LaterPracticeDecidesWithoutMargin",
       [](Docket& docket) {
         docket.date = "2026-04-28";
         set_scores(docket, {"1.06020000", "1.06030000", "1.06010000"});
       },
       Status::pass, "beats-record", "against PR 1855 of 2026-04-27"},
      {"ClaimedScoresOfSeedsStandWhereLogsDoNotCarryThem",
       [](Docket& docket) {
         docket.submission.claims["seed_results"] =
             R"({"1337": {"val_bpb": 1.0901}, "42": {"val_bpb": 1.0902}, "2025": {"val_bpb": 1.0903}})";
       },
       Status::pass, "beats-record", "3 runs, mean 1.09020"},
      {"NoLogs", [](Docket& docket) { docket.submission.logs.clear(); }, Status::not_run, "no-runs",
       "no run of the submission"},
      {"NoRecordOfTheTrack", [](Docket& docket) { docket.submission.track = "track_other"; },
       Status::not_run, "no-earlier-record", "before 2026-04-01"},
  };
  return kCases;
}

class StatsBeatsRecord : public testing::TestWithParam<CheckCase> {};

TEST_P(StatsBeatsRecord, FindsWhatTheCaseNames) {
  expect_case("stats.beats-record", GetParam());
}

INSTANTIATE_TEST_SUITE_P(Cases, StatsBeatsRecord, testing::ValuesIn(cases()), case_name);

TEST(StatsBeatsRecordReasons, AreAllDriven) {
  expect_every_reason("stats.beats-record", cases());
}

verifier::Finding on_the_day(const std::string& day, const std::vector<std::string>& scores) {
  Docket docket;
  docket.date = day;
  set_scores(docket, scores);
  return find("stats.beats-record", docket);
}

// Both readings are always told; which one decides depends on the day.
TEST(StatsBeatsRecord, TheOtherReadingStandsBeside) {
  const verifier::Finding before =
      on_the_day("2026-04-01", {"1.10860000", "1.10870000", "1.10850000"});
  EXPECT_EQ(before.rule_id, "C1");
  EXPECT_NE(before.unsettled.find("gives pass (beats-record)"), std::string::npos)
      << before.unsettled;
  EXPECT_NE(before.unsettled.find("p < 0.25"), std::string::npos);
  const verifier::Finding after =
      on_the_day("2026-04-28", {"1.06020000", "1.06030000", "1.06010000"});
  EXPECT_EQ(after.rule_id, "C3-C4");
  EXPECT_EQ(to_string(after.status), "pass");
  EXPECT_NE(after.unsettled.find("gives fail (mean-gain-below-margin)"), std::string::npos)
      << after.unsettled;
}

TEST(StatsBeatsRecord, SaysThatALaterRuleWouldPass) {
  const verifier::Finding finding =
      on_the_day("2026-04-01", {"1.10860000", "1.10870000", "1.10850000"});
  EXPECT_NE(finding.message.find("rule C3-C4, in force from 2026-04-28, would give pass"),
            std::string::npos)
      << finding.message;
}

// A folder may carry a later date than its own row of the board.
TEST(StatsBeatsRecord, ASubmissionIsNotHeldAgainstItself) {
  const verifier::Finding finding =
      on_the_day("2026-04-10", {"1.08103103", "1.08079352", "1.08118408"});
  EXPECT_EQ(finding.message.find("PR 1493"), std::string::npos) << finding.message;
}

TEST(StatsBeatsRecord, NorAgainstALaterPullRequestOfTheSameDay) {
  Docket docket;
  docket.date = "2026-04-06";
  verifier::PullRequest own;
  own.number = 1412;
  docket.evidence.pull_request = own;
  EXPECT_NE(find("stats.beats-record", docket).message.find("against PR 1394"), std::string::npos);
  own.number = 1450;
  docket.evidence.pull_request = own;
  EXPECT_NE(find("stats.beats-record", docket).message.find("against PR 1413"), std::string::npos);
}

}  // namespace
}  // namespace pgolf_test
