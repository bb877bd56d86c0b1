// SPDX-License-Identifier: Apache-2.0
#include <vector>

#include "tests/support/check_case.h"

#include <gtest/gtest.h>

namespace pgolf_test {
namespace {

using verifier::Status;

// 151,080,363 bytes in so many tokens: the loss that makes val_bpb 1.1 over them is
// 1.1 x ln 2 x 151,080,363 / tokens, worked out by hand.
void other_tokenizer(Docket& docket) {
  docket.submission.logs.resize(1);
  docket.submission.logs[0].val_tokens = 43'767'808;
  docket.submission.logs[0].val_loss = "2.63191203";
}

std::vector<CheckCase> own_cases() {
  return {
      {"Whole", [](Docket&) {}, Status::pass, "whole-split",
       "train_seed1337.log:2: 62,021,632 validation tokens, the whole split"},
      {"WholeWithALongerWindow",
       [](Docket& docket) { docket.submission.logs[0].val_tokens = 62'019'584; }, Status::pass,
       "whole-split", "the whole split"},
      {"AnotherTokenizer", other_tokenizer, Status::pass, "length-agrees",
       "43,767,808 validation tokens of a tokenizer not known here; they imply 151,080,3"},
      {"APart", [](Docket& docket) { docket.submission.logs[1].val_tokens = 9'662'464; },
       Status::fail, "partial-split", "train_seed42.log:2: 9,662,464 validation tokens"},
      {"TheClaimRestsOnAPart",
       [](Docket& docket) {
         docket.submission.claims["val_bpb"] = "1.0003";
         docket.submission.logs[0].more = {"ppm_mix_time:47.1s subset=3000000 tokens"};
       },
       Status::fail, "subset-scored", "a score over 3,000,000 tokens only; submission.json"},
      {"APartBesideTheWholeIsNoFault",
       [](Docket& docket) {
         docket.submission.logs[0].more = {"ppm_mix_time:47.1s subset=3000000 tokens"};
       },
       Status::pass, "whole-split", "the whole split"},
      {"NobodyKnowsThisCount",
       [](Docket& docket) { docket.submission.logs[0].val_tokens = 30'000'000; },
       Status::inconclusive, "unknown-count", "the count of no known tokenizer"},
      {"NotLogged", [](Docket& docket) { docket.submission.logs[0].left_out = {"tokens"}; },
       Status::inconclusive, "tokens-not-logged", "2 of 3 runs log"},
  };
}

const std::vector<CheckCase>& cases() {
  static const std::vector<CheckCase> kCases = with_more(own_cases(), cases_without_logs());
  return kCases;
}

class DataValIdentity : public testing::TestWithParam<CheckCase> {};

TEST_P(DataValIdentity, FindsWhatTheCaseNames) {
  expect_case("data.val-identity", GetParam());
}

INSTANTIATE_TEST_SUITE_P(Cases, DataValIdentity, testing::ValuesIn(cases()), case_name);

TEST(DataValIdentityReasons, AreAllDriven) {
  expect_every_reason("data.val-identity", cases());
}

}  // namespace
}  // namespace pgolf_test
