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
      {"None", [](Docket& docket) { put_source(docket, plain_source()); }, Status::pass,
       "none-found", "no start-up files"},
      {"StartupFile",
       [](Docket& docket) {
         put_source(docket, plain_source()).extra_code = {
             {"startup-file", {"sitecustomize.py", 0}, "Python runs it by itself"}};
       },
       Status::fail, "hidden-code", "sitecustomize.py: startup-file: Python runs it by itself"},
      {"CompiledFileBesideADownload",
       [](Docket& docket) {
         put_source(docket, plain_source()).extra_code = {
             {"download", {"train_gpt.py", 7}, "requests.get"},
             {"compiled-file", {"fast.so", 0}, "compiled code"}};
       },
       Status::fail, "hidden-code", "fast.so: compiled-file"},
      {"Installer",
       [](Docket& docket) {
         put_source(docket, plain_source()).extra_code = {
             {"install", {"train_gpt.py (unpacked)", 7}, "subprocess.run: pip install x"}};
       },
       Status::inconclusive, "fetched-or-built",
       "train_gpt.py (unpacked):7: install: subprocess.run: pip install x"},
      {"Unreadable", [](Docket& docket) { put_source(docket, unreadable_source()); },
       Status::inconclusive, "source-unreadable", "train_gpt.py:2: its key is made at run time"},
      {"NoScript", [](Docket& docket) { docket.submission.script.reset(); }, Status::not_run,
       "no-script", "no Python script"},
      {"NotGathered", [](Docket&) {}, Status::not_run, "not-gathered", "not gathered"},
  };
  return kCases;
}

class SourceExtraCode : public testing::TestWithParam<CheckCase> {};

TEST_P(SourceExtraCode, FindsWhatTheCaseNames) {
  expect_case("source.extra-code", GetParam());
}

INSTANTIATE_TEST_SUITE_P(Cases, SourceExtraCode, testing::ValuesIn(cases()), case_name);

TEST(SourceExtraCodeReasons, AreAllDriven) {
  expect_every_reason("source.extra-code", cases());
}

}  // namespace
}  // namespace pgolf_test
