// SPDX-License-Identifier: Apache-2.0
#include <vector>

#include "tests/support/rerun_cases.h"

#include <gtest/gtest.h>

namespace pgolf_test {
namespace {

using verifier::Status;

const std::vector<CheckCase>& cases() {
  static const std::vector<CheckCase> kCases = {
      {"SmokeRerun", rerun(), Status::not_run, "no-accelerator",
       "smoke profile, which cannot reproduce a score; it needs 8 H100 and the official shards "
       "(62,021,846 validation tokens)"},
      {"NoRecipe", without_rerun("no-recipe"), Status::not_run, "no-recipe", "8 H100"},
      {"UnknownReasonOfTheGatherer", without_rerun("moon-phase"), Status::not_run, "not-gathered",
       "it could not be made"},
      {"FullScale",
       rerun([](verifier::Evidence& evidence) { rerun_of(evidence).full_scale = true; }),
       Status::inconclusive, "comparison-not-built", "does not compare"},
  };
  return kCases;
}

class ClaimReproduced : public testing::TestWithParam<CheckCase> {};

TEST_P(ClaimReproduced, FindsWhatTheCaseNames) {
  expect_case("claim.reproduced", GetParam());
}

INSTANTIATE_TEST_SUITE_P(Cases, ClaimReproduced, testing::ValuesIn(cases()), case_name);

TEST(ClaimReproducedReasons, AreAllDriven) {
  expect_every_reason("claim.reproduced", cases());
}

}  // namespace
}  // namespace pgolf_test
