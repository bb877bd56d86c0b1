// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <vector>

#include "tests/support/source_builder.h"

#include <gtest/gtest.h>

namespace pgolf_test {
namespace {

using verifier::Stage;
using verifier::Status;

std::string lines(int count) {
  std::string text;
  for (int i = 0; i < count; ++i) {
    text += "pass\n";
  }
  return text;
}

const std::vector<CheckCase>& cases() {
  static const std::vector<CheckCase> kCases = {
      {"AtTheLimit", [](Docket& docket) { docket.submission.script = lines(1500); }, Status::pass,
       "within-limit", "train_gpt.py: 1,500 lines"},
      {"OneLineMore", [](Docket& docket) { docket.submission.script = lines(1501); }, Status::fail,
       "over-limit", "18 of 43 merged record scripts are longer"},
      {"UnterminatedLastLineCounts",
       [](Docket& docket) { docket.submission.script = lines(1500) + "x"; }, Status::fail,
       "over-limit", "1,501 lines"},
      {"Packed",
       [](Docket& docket) {
         docket.submission.script =
             "import lzma as L\nexec(L.decompress(b'" + std::string(5000, 'x') + "')) # lzma\n";
       },
       Status::inconclusive, "source-packed", "unpacks itself"},
      {"PackedAndUnpacked",
       [](Docket& docket) {
         docket.submission.script =
             "import lzma as L\nexec(L.decompress(b'" + std::string(5000, 'x') + "')) # lzma\n";
         put_source(docket, packed_source()).unpacked_lines = 1501;
       },
       Status::fail, "over-limit", "train_gpt.py: 2 lines, unpacked 1,501;"},
      {"PackedAndShort",
       [](Docket& docket) {
         docket.submission.script =
             "import lzma as L\nexec(L.decompress(b'" + std::string(5000, 'x') + "')) # lzma\n";
         put_source(docket, packed_source());
       },
       Status::pass, "within-limit", "2 lines, unpacked 1,200"},
      {"PackedAndUnread",
       [](Docket& docket) {
         docket.submission.script =
             "import lzma as L\nexec(L.decompress(b'" + std::string(5000, 'x') + "')) # lzma\n";
         put_source(docket, unreadable_source());
       },
       Status::inconclusive, "source-packed", "unpacks itself"},
      {"NoScript", [](Docket& docket) { docket.submission.script.reset(); }, Status::not_run,
       "no-script", "no Python script"},
  };
  return kCases;
}

class SourceLines : public testing::TestWithParam<CheckCase> {};

TEST_P(SourceLines, FindsWhatTheCaseNames) {
  expect_case("source.lines", GetParam());
}

INSTANTIATE_TEST_SUITE_P(Cases, SourceLines, testing::ValuesIn(cases()), case_name);

TEST(SourceLinesReasons, AreAllDriven) {
  expect_every_reason("source.lines", cases());
}

TEST(SourceLines, IsAdvisory) {
  Docket docket;
  docket.submission.script = lines(2000);
  EXPECT_EQ(find("source.lines", docket).severity, "advisory");
}

}  // namespace
}  // namespace pgolf_test
