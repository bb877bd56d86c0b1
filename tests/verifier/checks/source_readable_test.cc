// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <vector>

#include "tests/support/source_builder.h"

#include <gtest/gtest.h>

namespace pgolf_test {
namespace {

using verifier::Status;

const std::vector<CheckCase>& cases() {
  static const std::vector<CheckCase> kCases = {
      {"Plain", [](Docket& docket) { put_source(docket, plain_source()); }, Status::pass, "read",
       "train_gpt.py: 50,000 bytes, 1,200 lines"},
      {"Packed", [](Docket& docket) { put_source(docket, packed_source()); }, Status::pass,
       "unpacked",
       "20,000 bytes, 2 lines; unpacked (base85, lzma) 50,000 bytes, 1,200 lines, SHA-256 5d1"},
      {"Unreadable", [](Docket& docket) { put_source(docket, unreadable_source()); },
       Status::inconclusive, "source-unreadable", "train_gpt.py:2: its key is made at run time"},
      {"NoScript", [](Docket& docket) { docket.submission.script.reset(); }, Status::not_run,
       "no-script", "no Python script"},
      {"NotGathered", [](Docket&) {}, Status::not_run, "not-gathered", "not gathered"},
  };
  return kCases;
}

class SourceReadable : public testing::TestWithParam<CheckCase> {};

TEST_P(SourceReadable, FindsWhatTheCaseNames) {
  expect_case("source.readable", GetParam());
}

INSTANTIATE_TEST_SUITE_P(Cases, SourceReadable, testing::ValuesIn(cases()), case_name);

TEST(SourceReadableReasons, AreAllDriven) {
  expect_every_reason("source.readable", cases());
}

}  // namespace
}  // namespace pgolf_test
