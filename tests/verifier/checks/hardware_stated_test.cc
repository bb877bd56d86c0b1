// SPDX-License-Identifier: Apache-2.0
#include <vector>

#include "tests/support/check_case.h"

#include <gtest/gtest.h>

namespace pgolf_test {
namespace {

using verifier::Status;

// A row of the device table that nvidia-smi prints.
std::string device_row(const std::string& name) {
  return "|   0  " + name + std::string(28 - name.size(), ' ') +
         "On  |   00000000:8D:00.0 Off |                    0 |";
}

const std::vector<CheckCase>& cases() {
  static const std::vector<CheckCase> kCases = {
      {"AsStated", [](Docket&) {}, Status::pass, "as-stated",
       "3 runs with world size 8; 0 of them list the devices"},
      {"AsStatedWithDevices",
       [](Docket& docket) {
         docket.submission.logs[0].more = {device_row("NVIDIA H100 80GB HBM3")};
       },
       Status::pass, "as-stated", "1 of them list the devices"},
      {"FourProcesses", [](Docket& docket) { docket.submission.logs[1].world_size = 4; },
       Status::fail, "other-world-size", "train_seed42.log:4: world size 4; a record needs 8"},
      {"AnotherDevice",
       [](Docket& docket) {
         docket.submission.logs[0].more = {device_row("NVIDIA A100-SXM4-80GB")};
       },
       Status::fail, "other-device", "NVIDIA A100-SXM4-80GB; a record needs 8 processes on H100"},
      {"TheCardForm",
       [](Docket& docket) { docket.submission.logs[0].more = {device_row("NVIDIA H100 PCIe")}; },
       Status::fail, "other-device", "NVIDIA H100 PCIe"},
      {"WorldSizeNotLogged", [](Docket& docket) { docket.submission.logs[2].left_out = {"world"}; },
       Status::inconclusive, "not-logged", "1 of 3 runs do not log their world size"},
      {"AnUnnamedLogBesideOthers",
       [](Docket& docket) {
         docket.submission.logs.resize(2);
         docket.submission.logs[0].path = "first.log";
         docket.submission.logs[0].left_out = {"seed"};
         docket.submission.logs[1].path = "second.log";
         docket.submission.logs[1].left_out = {"seed"};
         docket.submission.logs[1].world_size = 2;
       },
       Status::inconclusive, "run-set-ambiguous", "second.log:4: world size 2, but other logs"},
      {"NoLogs", [](Docket& docket) { docket.submission.logs.clear(); }, Status::not_run, "no-log",
       "no train log"},
  };
  return kCases;
}

class HardwareStated : public testing::TestWithParam<CheckCase> {};

TEST_P(HardwareStated, FindsWhatTheCaseNames) {
  expect_case("hardware.stated", GetParam());
}

INSTANTIATE_TEST_SUITE_P(Cases, HardwareStated, testing::ValuesIn(cases()), case_name);

TEST(HardwareStatedReasons, AreAllDriven) {
  expect_every_reason("hardware.stated", cases());
}

}  // namespace
}  // namespace pgolf_test
