// SPDX-License-Identifier: Apache-2.0
// However much there is to say, every form stays below what its reader takes, begins with the
// verdict, and says how much it left out (security specification, R-05).
#include "reference_impl/base/json_text.h"
#include "tests/support/hostile_text.h"
#include "verifier/report/annotations.h"
#include "verifier/report/junit.h"
#include "verifier/report/markdown.h"
#include "verifier/report/projections.h"
#include "verifier/report/sarif.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace verifier {
namespace {

using nlohmann::json;

class HundredThousandFindings : public testing::Test {
 protected:
  static const Statement& statement() {
    static const Statement kStatement = pgolf_test::statement_with_findings(100'000);
    return kStatement;
  }
};

std::size_t lines_with(const std::string& text, const std::string& start) {
  std::size_t found = text.starts_with(start) ? 1 : 0;
  for (std::size_t at = text.find("\n" + start); at != std::string::npos;
       at = text.find("\n" + start, at + 1)) {
    ++found;
  }
  return found;
}

json sarif_run(const Statement& statement, SarifProfile profile) {
  const std::string text = sarif_report(statement, profile);
  EXPECT_LT(text.size(), 10'000'000U);
  const reference::JsonLimits limits{.nodes = 10'000'000, .string_bytes = 100'000};
  return reference::parse_json(text, "sarif", limits)["runs"][0];
}

TEST_F(HundredThousandFindings, FitASummaryAndAComment) {
  for (const std::size_t limit : {kLargestSummaryBytes, kLargestCommentBytes}) {
    const std::string page = markdown_report(statement(), limit);
    EXPECT_LE(page.size(), limit);
    EXPECT_GT(page.size(), limit / 2);
    EXPECT_TRUE(page.starts_with("FAIL: "));
    EXPECT_NE(page.find(" more lines stand in the report itself."), std::string::npos);
    EXPECT_NE(page.find("To repeat the run"), std::string::npos);
  }
}

TEST_F(HundredThousandFindings, AreTenAnnotationsOfAKind) {
  const std::string lines = annotations(statement());
  EXPECT_TRUE(lines.starts_with("::notice title=FAIL::"));
  EXPECT_EQ(lines_with(lines, "::error "), 10U);
  EXPECT_LE(lines_with(lines, "::warning "), 10U);
  EXPECT_NE(lines.find("::error title=and more::99992 more stand in the report itself\n"),
            std::string::npos);
}

TEST_F(HundredThousandFindings, FitACodeScanningUpload) {
  const json full = sarif_run(statement(), SarifProfile::full);
  EXPECT_LE(full["results"].size(), 25'000U);
  EXPECT_EQ(full["properties"]["verdict"], "FAIL");
  EXPECT_EQ(full["results"].size() + full["properties"]["resultsLeftOut"].get<std::size_t>(),
            statement().checks.size());
  const json alerts = sarif_run(statement(), SarifProfile::github);
  EXPECT_LE(alerts["results"].size(), 5'000U);
  EXPECT_GT(alerts["results"].size(), 4'000U);
  EXPECT_EQ(alerts["results"][0]["ruleId"], "artifact.size");
}

TEST_F(HundredThousandFindings, AreCountedInJunit) {
  const std::string page = junit_report(statement());
  EXPECT_EQ(page.find("<testsuites name=\"FAIL: "), page.find("<testsuites"));
  EXPECT_EQ(lines_with(page, "    <testcase "), kMostJunitCases);
  EXPECT_NE(page.find("tests=\"25000\""), std::string::npos);
  EXPECT_NE(page.find(" more stand in the report itself"), std::string::npos);
}

TEST_F(HundredThousandFindings, BeginWithTheVerdictInText) {
  EXPECT_TRUE(projection(statement(), "", Format::text, {}).starts_with("FAIL: artifact.size: "));
}

TEST(Limits, TheLongestForeignTextsFitAComment) {
  for (const pgolf_test::HostileText& text : pgolf_test::hostile_texts()) {
    const std::string most = std::string(20'000, '|') + text.text;
    const Result<Statement> statement =
        read_statement(statement_text(pgolf_test::report_saying(most)));
    ASSERT_TRUE(statement.ok());
    EXPECT_LE(markdown_report(statement.value(), kLargestCommentBytes).size(),
              kLargestCommentBytes);
  }
}

}  // namespace
}  // namespace verifier
