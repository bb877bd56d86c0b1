// SPDX-License-Identifier: Apache-2.0
#include <vector>

#include "tests/support/check_case.h"

#include <gtest/gtest.h>

namespace pgolf_test {
namespace {

using verifier::Stage;
using verifier::Status;

const std::vector<CheckCase>& cases() {
  static const std::vector<CheckCase> kCases = {
      {"MeanOfThree", [](Docket&) {}, Status::pass, "mean-follows",
       "the mean of 3 runs is 1.10020000, which rounds to the claim; submission.json:7 "
       "/val_bpb_std claims deviation 0.0002, the sample formula (n-1)"},
      {"PopulationFormula",
       [](Docket& docket) { docket.submission.claims["val_bpb_std"] = "0.00016330"; }, Status::pass,
       "mean-follows", "0.00016330, the population formula (n)"},
      {"DeviationOfRoundedScores",
       [](Docket& docket) { docket.submission.claims["val_bpb_std"] = "0.00020500"; }, Status::pass,
       "mean-follows", "the sample formula (n-1) on rounded scores"},
      {"NoDeviationClaimed", [](Docket& docket) { docket.submission.claims["val_bpb_std"] = ""; },
       Status::pass, "mean-follows",
       "no deviation is claimed (sample 0.00020000, population 0.00016330)"},
      {"DeviationTooSmall",
       [](Docket& docket) { docket.submission.claims["val_bpb_std"] = "0.00001"; }, Status::fail,
       "deviation-too-small", "claims deviation 0.00001, recomputed sample 0.00020000"},
      {"DeviationTooLargeIsANote",
       [](Docket& docket) { docket.submission.claims["val_bpb_std"] = "0.0009"; }, Status::pass,
       "mean-follows", "recomputed sample 0.00020000"},
      {"OneRun",
       [](Docket& docket) {
         docket.submission.logs.resize(1);
         docket.submission.claims["val_bpb"] = "1.1";
       },
       Status::pass, "single-run", "one run, so there is no mean or deviation"},
      {"TheBestRunClaimed",
       [](Docket& docket) { docket.submission.claims["val_bpb"] = "1.10000000"; }, Status::pass,
       "one-run-of-several",
       "the score of one run (train_seed1337.log:15), not the mean; the mean of 3 runs is "
       "1.10020000"},
      {"LastDigitOff", [](Docket& docket) { docket.submission.claims["val_bpb"] = "1.10014"; },
       Status::pass, "rounding", "off by rounding"},
      {"BetterThanTheMean", [](Docket& docket) { docket.submission.claims["val_bpb"] = "1.0950"; },
       Status::fail, "better-than-mean", "claims 1.0950: the mean of 3 runs is 1.10020000"},
      {"WorseThanTheMeanIsANote",
       [](Docket& docket) { docket.submission.claims["val_bpb"] = "1.2"; }, Status::pass,
       "worse-than-mean", "1.10020000"},
      {"LogsNotNamedBySeed",
       [](Docket& docket) {
         for (LogText& log : docket.submission.logs) {
           log.path = "run" + log.val_bpb + ".log";
           log.left_out = {"seed"};
         }
         docket.submission.claims["val_bpb"] = "1.05";
       },
       Status::inconclusive, "run-set-unclear", "3 logs are not named by seed"},
      {"SeedBetterThanAnythingItsLogPrints",
       [](Docket& docket) {
         docket.submission.claims["seed_results"] = R"({"1337": {"val_bpb": 1.0950}})";
       },
       Status::fail, "below-best-logged",
       "claims 1.0950 for seed 1337; the best score that train_seed1337.log prints is 1.10000000"},
      {"SeedWorseThanItsLogIsNoMatterHere",
       [](Docket& docket) {
         docket.submission.claims["seed_results"] = R"({"1337": {"val_bpb": 1.1010}})";
       },
       Status::pass, "mean-follows", "rounds to the claim"},
      // Against PR 1120, by hand: the means differ by 0.00974712, the pooled spread is 0.00020342.
      {"NamesTheTestOfAClaimedT",
       [](Docket& docket) { docket.submission.claims["t_statistic"] = "-58.6858"; }, Status::pass,
       "mean-follows", "that of a Welch test against PR 1120"},
      {"ATestThatCannotBeFoundIsANote",
       [](Docket& docket) { docket.submission.claims["p_value"] = "0.5"; }, Status::pass,
       "mean-follows",
       "/p_value claims p 0.5, which no usual test against the 8 best earlier "
       "records gives"},
      {"NoClaim", [](Docket& docket) { docket.submission.claims["val_bpb"] = "null"; },
       Status::not_run, "no-claim", "claims no score"},
      {"NoLogs", [](Docket& docket) { docket.submission.logs.clear(); }, Status::not_run, "no-log",
       "no train log"},
  };
  return kCases;
}

class ClaimArithmetic : public testing::TestWithParam<CheckCase> {};

TEST_P(ClaimArithmetic, FindsWhatTheCaseNames) {
  expect_case("claim.arithmetic", GetParam());
}

INSTANTIATE_TEST_SUITE_P(Cases, ClaimArithmetic, testing::ValuesIn(cases()), case_name);

TEST(ClaimArithmeticReasons, AreAllDriven) {
  expect_every_reason("claim.arithmetic", cases());
}

}  // namespace
}  // namespace pgolf_test
