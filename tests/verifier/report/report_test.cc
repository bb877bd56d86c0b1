// SPDX-License-Identifier: Apache-2.0
#include "verifier/report/report.h"

#include <limits>

#include "reference_impl/base/file.h"
#include "reference_impl/base/json_text.h"
#include "reference_impl/base/sha256.h"
#include "tests/support/sample_report.h"
#include "tests/support/shared_data.h"
#include "verifier/report/statement.h"
#include "verifier/report/verification.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace verifier {
namespace {

using nlohmann::json;
using pgolf_test::sample_finding;

struct Sample {
  const char* name;
  Report (*make)();
  Verdict verdict;
};

class SampleReport : public testing::TestWithParam<Sample> {};

TEST_P(SampleReport, GivesTheSameBytesTwiceAndItsReaderAgrees) {
  const Report report = GetParam().make();
  const std::string text = statement_text(report);
  EXPECT_EQ(statement_text(GetParam().make()), text);
  const Result<Statement> read = verify_statement(text, {});
  ASSERT_TRUE(read.ok()) << read.failure().message;
  EXPECT_TRUE(read.value().canonical);
  EXPECT_EQ(verdict_of(read.value()), GetParam().verdict);
  EXPECT_EQ(verdict_of(report), GetParam().verdict);
  EXPECT_EQ(read.value().summary.facts_digest, read.value().computed_facts_digest);
}

INSTANTIATE_TEST_SUITE_P(
    Rows, SampleReport,
    testing::Values(Sample{"passing", pgolf_test::passing_report, Verdict::pass},
                    Sample{"failing", pgolf_test::failing_report, Verdict::fail},
                    Sample{"inconclusive", pgolf_test::inconclusive_report, Verdict::inconclusive},
                    Sample{"with_runs", pgolf_test::report_with_runs, Verdict::pass}),
    [](const auto& row) { return row.param.name; });

TEST(Report, FactsDigestIsThatOfPolicyInputsAndStaticChecksAlone) {
  Report report = pgolf_test::passing_report();
  const std::string facts = pgolf_test::statement_of(report).summary.facts_digest;
  report.finished_seconds += 60;
  report.nonce = std::string(32, '\x09');
  report.findings[0].message = "said otherwise";
  report.findings[0].evidence[0].name = "elsewhere";
  EXPECT_EQ(pgolf_test::statement_of(report).summary.facts_digest, facts);
  report.findings[0].measured->value -= 1;
  EXPECT_NE(pgolf_test::statement_of(report).summary.facts_digest, facts);
}

TEST(Report, RunsCarryTheirAuditKeyTheirScaleAndWhatIsNotBuilt) {
  const json runs = statement_json(pgolf_test::report_with_runs())["predicate"]["runs"];
  ASSERT_EQ(runs.size(), 2U);
  EXPECT_EQ(runs[0]["auditKey"], std::string(64, 'b'));
  EXPECT_EQ(runs[0]["auditSalt"], "00ff");
  EXPECT_EQ(runs[0]["scaled"]["model/layers"], "11 -> 2");
  EXPECT_EQ(runs[0]["notImplemented"], json::array({"quantization/method"}));
  EXPECT_EQ(runs[0]["scores"]["label"], "cache");
  EXPECT_EQ(runs[0]["scores"]["valBpb"], 2.0);
  EXPECT_EQ(runs[0]["trainNs"], 1'500'000'000);
}

TEST(Report, ARunThatEndedEarlyNamesWhatIsAbsent) {
  const json run = statement_json(pgolf_test::report_with_runs())["predicate"]["runs"][1];
  EXPECT_EQ(run["terminationReason"], "disk full");
  EXPECT_EQ(run["exitCode"], 75);
  EXPECT_EQ(run["scores"], json::object());
  EXPECT_EQ(run["artifact"]["annotations"]["absent"], "the run produced no artifact");
  EXPECT_EQ(run["eventCount"], 0);
  // RFC 6962: the root of an empty tree is the SHA-256 of nothing.
  EXPECT_EQ(run["eventRoot"], reference::to_hex(reference::sha256(std::string_view())));
}

TEST(Report, SubjectsAreTheFolderAndTheArtifacts) {
  const json subjects = statement_json(pgolf_test::report_with_runs())["subject"];
  ASSERT_EQ(subjects.size(), 2U);
  EXPECT_EQ(subjects[0]["name"], "submission");
  EXPECT_EQ(subjects[1]["name"], "artifact/42");
}

// The table is committed as verifier/report/kill_table.json; its digest was taken by sha256sum's
// rule from the file itself.
TEST(Report, TheSelfTestIsTheCommittedKillTable) {
  const json self_test =
      statement_json(pgolf_test::passing_report())["predicate"]["verifier"]["selfTest"];
  const std::string table =
      reference::read_file(pgolf_test::source_path("verifier/report/kill_table.json"), 1ULL << 24U);
  EXPECT_EQ(self_test["corpus"]["digest"]["sha256"], reference::to_hex(reference::sha256(table)));
  EXPECT_GE(self_test["mutants"], 30);
  EXPECT_EQ(self_test["killed"], self_test["mutants"]);
  EXPECT_EQ(self_test["falseAlarms"], 0);
}

TEST(Report, ANoteAboutSomethingAbsentHasTheDigestOfItsOwnWords) {
  const json image =
      statement_json(pgolf_test::passing_report())["predicate"]["environment"]["image"];
  const std::string note = reference::canonical_json(
      {{"absent", image["name"]}, {"because", image["annotations"]["absent"]}});
  EXPECT_EQ(image["digest"]["sha256"], reference::to_hex(reference::sha256(note)));
}

TEST(Report, OnlyWhatLiesInTheStoreIsCalledStored) {
  Report report = pgolf_test::passing_report();
  report.stored = {std::string(64, 'a')};
  const json predicate = statement_json(report)["predicate"];
  EXPECT_EQ(predicate["environment"]["hardware"]["annotations"]["stored"], true);
  EXPECT_FALSE(predicate["policy"]["rules"]["annotations"].contains("stored"));
}

TEST(Report, DocumentsAreTheOnesTheStatementNames) {
  const Report report = pgolf_test::report_with_runs();
  const std::string text = statement_text(report);
  EXPECT_EQ(documents_of(report).size(), 5U);
  for (const Document& document : documents_of(report)) {
    const std::string digest = reference::to_hex(reference::sha256(document.bytes));
    EXPECT_NE(text.find(digest), std::string::npos) << document.name;
  }
}

TEST(Report, AFileNameThatIsNoTextStillGivesAReport) {
  Report report = pgolf_test::passing_report();
  report.findings[0].evidence[0].name = "log\xFF.txt";
  report.findings[0].message = "in log\xFF.txt";
  report.submission.name = "\xC3\x28";
  EXPECT_TRUE(verify_statement(statement_text(report), {}).ok());
}

struct Malformed {
  const char* name;
  void (*spoil)(Finding&);
};

class MalformedFinding : public testing::TestWithParam<Malformed> {};

TEST_P(MalformedFinding, IsOurFaultAndDecidesNothing) {
  Finding finding = sample_finding("artifact.size", Status::fail);
  GetParam().spoil(finding);
  const Finding formed = well_formed({finding}).front();
  EXPECT_EQ(formed.status, Status::inconclusive);
  EXPECT_EQ(formed.reason, "verifier-error");
}

INSTANTIATE_TEST_SUITE_P(
    Rows, MalformedFinding,
    testing::Values(
        Malformed{"no_measured", [](Finding& f) { f.measured.reset(); }},
        Malformed{"no_limit", [](Finding& f) { f.limit.reset(); }},
        Malformed{"no_evidence", [](Finding& f) { f.evidence.clear(); }},
        Malformed{"measured_nan",
                  [](Finding& f) { f.measured->value = std::numeric_limits<double>::quiet_NaN(); }},
        Malformed{"infinite_margin",
                  [](Finding& f) { f.margin = std::numeric_limits<double>::infinity(); }}),
    [](const auto& row) { return row.param.name; });

struct MarginRow {
  const char* name;
  const char* op;
  double margin;  // of measured 17 against limit 16
};

class Margin : public testing::TestWithParam<MarginRow> {};

TEST_P(Margin, IsTheSignedDistanceToTheLimit) {
  Finding finding = sample_finding("x", Status::fail);
  finding.measured->value = 17;
  finding.limit = Limit{GetParam().op, 16, "byte"};
  EXPECT_EQ(well_formed({finding}).front().margin, GetParam().margin);
}

INSTANTIATE_TEST_SUITE_P(Rows, Margin,
                         testing::Values(MarginRow{"at_most", "<=", -1},
                                         MarginRow{"at_least", ">=", 1},
                                         MarginRow{"equal", "==", -1}),
                         [](const auto& row) { return row.param.name; });

TEST(WellFormed, SortsByIdAndKeepsAGivenMargin) {
  Finding b = sample_finding("b", Status::pass);
  b.margin = 7;
  const std::vector<Finding> formed = well_formed({b, sample_finding("a", Status::not_run)});
  EXPECT_EQ(formed[0].check, "a");
  EXPECT_EQ(formed[1].margin, 7);
  EXPECT_EQ(formed[1].tolerance, 0);
}

}  // namespace
}  // namespace verifier
