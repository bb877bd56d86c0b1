// SPDX-License-Identifier: Apache-2.0
#include "verifier/report/companions.h"

#include "reference_impl/base/json_text.h"
#include "tests/support/sample_report.h"
#include "verifier/report/report.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace verifier {
namespace {

using nlohmann::json;

Report without_advisory_fail() {
  Report report = pgolf_test::passing_report();
  for (Finding& finding : report.findings) {
    if (finding.check == "source.lines") {
      finding = pgolf_test::sample_finding("source.lines", Status::not_run, "advisory");
    }
  }
  return report;
}

struct Row {
  const char* name;
  Report (*make)();
  const char* result;
  std::size_t payloads;
  const char* failed;  // one of failedTests, empty where there is none
};

class Companions : public testing::TestWithParam<Row> {};

TEST_P(Companions, SayNoMoreThanTheReport) {
  const Report report = GetParam().make();
  const std::vector<std::string> payloads = companion_payloads(statement_text(report));
  ASSERT_EQ(payloads.size(), GetParam().payloads);
  const json result = reference::parse_json(payloads[0], "test result");
  EXPECT_EQ(result["predicateType"], kTestResultType);
  EXPECT_EQ(result["predicate"]["result"], GetParam().result);
  EXPECT_EQ(result["subject"], statement_json(report)["subject"]);
  EXPECT_EQ(result["predicate"]["configuration"][0]["digest"]["sha256"], report.rulebook.sha256);
  const json& failed = result["predicate"]["failedTests"];
  EXPECT_EQ(failed.empty() ? "" : failed[0].get<std::string>(), GetParam().failed);
}

INSTANTIATE_TEST_SUITE_P(
    Rows, Companions,
    testing::Values(Row{"pass", without_advisory_fail, "PASSED", 2, ""},
                    Row{"advisory_fail", pgolf_test::passing_report, "WARNED", 2, ""},
                    Row{"fail", pgolf_test::failing_report, "FAILED", 1, "artifact.size"},
                    Row{"inconclusive", pgolf_test::inconclusive_report, "FAILED", 1,
                        "time.train"}),
    [](const auto& row) { return row.param.name; });

TEST(Companions, AVerificationResultListsThePassedGatingChecks) {
  const std::vector<std::string> payloads =
      companion_payloads(statement_text(pgolf_test::passing_report()));
  const json result = reference::parse_json(payloads.at(1), "svr");
  EXPECT_EQ(result["predicateType"], kVerificationResultType);
  const json& predicate = result["predicate"];
  EXPECT_EQ(predicate["properties"], json(required_checks(Stage::static_only)));
  EXPECT_EQ(predicate["timeCreated"], "2026-01-02T03:05:05Z");
  EXPECT_EQ(predicate["verifier"]["id"], "https://verify.example/verifier/v1");
  EXPECT_EQ(predicate["verifier"]["policies"].size(), 1U);
}

}  // namespace
}  // namespace verifier
