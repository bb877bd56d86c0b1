// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <vector>

#include "tests/support/source_builder.h"

#include <gtest/gtest.h>

namespace pgolf_test {
namespace {

using verifier::Status;

std::vector<CheckCase> own_cases() {
  return {
      {"Plain", [](Docket& docket) { put_source(docket, plain_source()); }, Status::pass, "read",
       "train_gpt.py: 50,000 bytes, 1,200 lines"},
      {"Packed", [](Docket& docket) { put_source(docket, packed_source()); }, Status::pass,
       "unpacked",
       "20,000 bytes, 2 lines; unpacked (base85, lzma) 50,000 bytes, 1,200 lines, SHA-256 5d1"},
  };
}

const std::vector<CheckCase>& cases() {
  static const std::vector<CheckCase> kCases = with_more(own_cases(), cases_without_source());
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
