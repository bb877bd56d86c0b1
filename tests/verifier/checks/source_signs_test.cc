// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <vector>

#include "tests/support/source_builder.h"

#include <gtest/gtest.h>

namespace pgolf_test {
namespace {

using verifier::Reach;
using verifier::Status;

verifier::SourceSign sign(Reach reach, std::uint64_t line) {
  return {"target-in-hash-key", "NGRAM_HASH_UNNORM", {"train_gpt.py", line}, "a key", reach};
}

std::vector<CheckCase> own_cases() {
  return {
      {"None", [](Docket& docket) { put_source(docket, plain_source()); }, Status::pass, "no-signs",
       "which proves nothing"},
      {"Reached",
       [](Docket& docket) {
         put_source(docket, plain_source()).signs = {sign(Reach::never_called, 900),
                                                     sign(Reach::reached, 1000)};
       },
       Status::inconclusive, "worth-a-look",
       "train_gpt.py:1000: a key (NGRAM_HASH_UNNORM, reached); train_gpt.py:900: a key "
       "(NGRAM_HASH_UNNORM, never-called)"},
      {"Unknown",
       [](Docket& docket) {
         put_source(docket, plain_source()).signs = {sign(Reach::unknown, 1000)};
       },
       Status::inconclusive, "worth-a-look", "unknown)"},
      {"SwitchedOff",
       [](Docket& docket) {
         put_source(docket, plain_source()).signs = {sign(Reach::switched_off, 1000)};
       },
       Status::pass, "not-reached", "switched-off)"},
      {"UnreadWithASign",
       [](Docket& docket) {
         put_source(docket, unreadable_source()).signs = {sign(Reach::reached, 3)};
       },
       Status::inconclusive, "worth-a-look", "train_gpt.py:3"},
  };
}

const std::vector<CheckCase>& cases() {
  static const std::vector<CheckCase> kCases = with_more(own_cases(), cases_without_source());
  return kCases;
}

class SourceSigns : public testing::TestWithParam<CheckCase> {};

TEST_P(SourceSigns, FindsWhatTheCaseNames) {
  expect_case("source.signs", GetParam());
}

INSTANTIATE_TEST_SUITE_P(Cases, SourceSigns, testing::ValuesIn(cases()), case_name);

TEST(SourceSignsReasons, AreAllDriven) {
  expect_every_reason("source.signs", cases());
}

TEST(SourceSigns, NeverFails) {
  for (const CheckCase& check_case : cases()) {
    EXPECT_NE(check_case.status, Status::fail) << check_case.name;
  }
}

}  // namespace
}  // namespace pgolf_test
