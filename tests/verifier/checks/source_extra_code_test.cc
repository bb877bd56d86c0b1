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
      {"ModelThatImports",
       [](Docket& docket) {
         put_source(docket, plain_source()).extra_code = {
             {"pickle-code", {"model.pt", 0}, "data.pkl imports os.system at byte 37"}};
       },
       Status::fail, "hidden-code", "model.pt: pickle-code: data.pkl imports os.system at byte 37"},
      {"ArchiveThatLeadsOut",
       [](Docket& docket) {
         put_source(docket, plain_source()).extra_code = {
             {"unread-file", {"a.pt", 0}, "ends before its STOP"},
             {"odd-archive", {"b.npz", 0}, "the member \"../../x\" has a name that leads out"}};
       },
       Status::inconclusive, "fetched-or-built", "b.npz: odd-archive: the member \"../../x\""},
      {"ModelThatCannotBeRead",
       [](Docket& docket) {
         put_source(docket, plain_source()).extra_code = {
             {"unread-file", {"model.pt", 0}, "ends before its STOP at byte 3"}};
       },
       Status::inconclusive, "source-unreadable",
       "model.pt: unread-file: ends before its STOP at byte 3"},
      {"Installer",
       [](Docket& docket) {
         put_source(docket, plain_source()).extra_code = {
             {"install", {"train_gpt.py (unpacked)", 7}, "subprocess.run: pip install x"}};
       },
       Status::inconclusive, "fetched-or-built",
       "train_gpt.py (unpacked):7: install: subprocess.run: pip install x"},
  };
}

const std::vector<CheckCase>& cases() {
  static const std::vector<CheckCase> kCases = with_more(own_cases(), cases_without_source());
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
