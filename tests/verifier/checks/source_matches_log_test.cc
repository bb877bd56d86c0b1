// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <vector>

#include "tests/support/source_builder.h"
#include "verifier/submission/source_text.h"

#include <gtest/gtest.h>

namespace pgolf_test {
namespace {

using verifier::Status;

std::string echoed_source() {
  std::string text = "import os\n";
  for (int i = 0; i < 20; ++i) {
    text += "def part" + std::to_string(i) + "(x):\n    return x\n";
  }
  return text;
}

// Every log carries a copy of the source, between the separators of the log's own.
void echo_source(Docket& docket) {
  for (LogText& log : docket.submission.logs) {
    const std::string source = echoed_source();
    log.more = {std::string(100, '='), source.substr(0, source.size() - 1), std::string(100, '=')};
  }
}

const std::vector<CheckCase>& cases() {
  static const std::vector<CheckCase> kCases = {
      {"SizesAgree", [](Docket& docket) { put_source(docket, plain_source()); }, Status::pass,
       "same-size", "the log counts 50,000 bytes of code, the script has 50,000 bytes"},
      {"PlainSourceCountedAndPackedOneCommitted",
       [](Docket& docket) { put_source(docket, packed_source()); }, Status::pass, "same-size",
       "the script has 20,000 bytes (50,000 unpacked)"},
      {"HelpersCounted",
       [](Docket& docket) {
         verifier::SourceEvidence& source = put_source(docket, plain_source());
         source.bytes = 74;
         source.unpacked_bytes = 74;
         source.text_bytes = {74, 49'926};
         source.code_bytes = 50'000;
       },
       Status::pass, "same-size", "counts 50,000 bytes"},
      {"CarriageReturnsCountedAsOne",
       [](Docket& docket) {
         verifier::SourceEvidence& source = put_source(docket, plain_source());
         source.bytes = 51'200;
         source.unpacked_bytes = 51'200;
         source.code_bytes = 51'200;
       },
       Status::pass, "same-size", "counts 50,000 bytes"},
      {"AnotherSize",
       [](Docket& docket) {
         put_source(docket, plain_source());
         docket.submission.logs[1].code_bytes = 48'000;
       },
       Status::fail, "other-size", "the log counts 48,000 bytes of code"},
      {"AnotherSizeOfAPackedScript",
       [](Docket& docket) {
         put_source(docket, packed_source());
         docket.submission.logs[1].code_bytes = 48'000;
       },
       Status::inconclusive, "changed-by-packing", "48,000 bytes"},
      {"NothingLogged",
       [](Docket& docket) {
         put_source(docket, plain_source());
         for (LogText& log : docket.submission.logs) {
           log.left_out.insert("code");
         }
       },
       Status::not_run, "not-logged", "3 runs"},
      {"NoLog",
       [](Docket& docket) {
         put_source(docket, plain_source());
         docket.submission.logs.clear();
       },
       Status::not_run, "no-log", "no train log"},
      {"EchoedSource",
       [](Docket& docket) {
         echo_source(docket);
         put_source(docket, plain_source()).text_digests = {
             "d0", verifier::source_text_digest(echoed_source())};
       },
       Status::pass, "same-source", "the source in the log is the committed one"},
      {"EchoedAnotherSource",
       [](Docket& docket) {
         echo_source(docket);
         put_source(docket, plain_source());
       },
       Status::fail, "other-source", "the source in the log is not the committed one"},
      {"EchoedAnotherSourceOfAPackedScript",
       [](Docket& docket) {
         echo_source(docket);
         put_source(docket, packed_source());
       },
       Status::inconclusive, "changed-by-packing", "is not the committed one"},
      {"UnreadAndAnotherSize",
       [](Docket& docket) {
         put_source(docket, unreadable_source()).text_bytes = {1};
         docket.submission.logs[1].code_bytes = 48'000;
       },
       Status::inconclusive, "source-unreadable", "its key is made at run time"},
      {"NoScript", [](Docket& docket) { docket.submission.script.reset(); }, Status::not_run,
       "no-script", "no Python script"},
      {"NotGathered", [](Docket&) {}, Status::not_run, "not-gathered", "not gathered"},
  };
  return kCases;
}

class SourceMatchesLog : public testing::TestWithParam<CheckCase> {};

TEST_P(SourceMatchesLog, FindsWhatTheCaseNames) {
  expect_case("source.matches-log", GetParam());
}

INSTANTIATE_TEST_SUITE_P(Cases, SourceMatchesLog, testing::ValuesIn(cases()), case_name);

TEST(SourceMatchesLogReasons, AreAllDriven) {
  expect_every_reason("source.matches-log", cases());
}

}  // namespace
}  // namespace pgolf_test
