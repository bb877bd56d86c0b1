// SPDX-License-Identifier: Apache-2.0
// A report of every released schema, kept for ever (report specification, section 11): each must
// still be read, and every (check, status) pair must show in every form with the same exit code.
// UPDATE_GOLDEN=1 writes those of the schema that this build writes; older ones are never touched.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <set>

#include "reference_impl/base/file.h"
#include "reference_impl/base/json_text.h"
#include "reference_impl/base/sha256.h"
#include "tests/support/sample_report.h"
#include "tests/support/shared_data.h"
#include "verifier/report/annotations.h"
#include "verifier/report/junit.h"
#include "verifier/report/markdown.h"
#include "verifier/report/report_schema.h"
#include "verifier/report/sarif.h"
#include "verifier/report/text.h"
#include "verifier/report/verdict_json.h"
#include "verifier/report/verification.h"
#include "verifier/report/words.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace verifier {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

fs::path golden_folder() {
  return pgolf_test::source_path("tests/golden/reports");
}

void write_golden(const std::string& name, const Report& report) {
  reference::write_file(golden_folder() / (std::string(kSchemaVersion) + "-" + name + ".json"),
                        statement_text(report));
}

void update_golden() {
  reference::make_folder(golden_folder());
  for (std::size_t shift = 0; shift < 4; ++shift) {
    write_golden("statuses-" + std::to_string(shift), pgolf_test::report_of_statuses(shift));
  }
  write_golden("pass", pgolf_test::passing_report());
  write_golden("inconclusive", pgolf_test::inconclusive_report());
}

struct GoldenReport {
  std::string name;  // for test names
  fs::path path;
};

std::vector<GoldenReport> golden_reports() {
  if (std::getenv("UPDATE_GOLDEN") != nullptr) {
    update_golden();
  }
  std::vector<fs::path> paths = {
      pgolf_test::source_path("tests/golden/signing/example-payload.json")};
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(golden_folder(), error)) {
    paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  std::vector<GoldenReport> reports;
  for (const fs::path& path : paths) {
    std::string name = path.stem().string();
    std::replace_if(
        name.begin(), name.end(), [](char c) { return c == '-' || c == '.'; }, '_');
    reports.push_back({name, path});
  }
  return reports;
}

class Golden : public testing::TestWithParam<GoldenReport> {
 protected:
  Golden() {
    payload_ = reference::read_file(GetParam().path, 1U << 24U);
    const Result<Statement> read = verify_statement(payload_, {});
    EXPECT_TRUE(read.ok()) << (read.ok() ? "" : read.failure().message);
    statement_ = read.value();
  }
  bool shows_in_text(const Finding& finding) const;

  std::string payload_;
  Statement statement_;
};

TEST_P(Golden, IsStillReadAndItsSummaryFollows) {
  EXPECT_TRUE(statement_.canonical);
  EXPECT_EQ(to_string(verdict_of(statement_)), statement_.summary.status);
  EXPECT_EQ(count(findings_of(statement_)), statement_.summary.counts);
}

TEST_P(Golden, BeginsWithTheSameVerdictInAllFormsAndEndsWithItsCode) {
  const std::string word = verdict_word(verdict_of(statement_));
  EXPECT_TRUE(text_report(statement_).starts_with(word + ": "));
  EXPECT_TRUE(markdown_report(statement_).starts_with(word + ": "));
  EXPECT_TRUE(annotations(statement_).starts_with("::notice title=" + word + "::"));
  EXPECT_NE(junit_report(statement_).find("<testsuites name=\"" + word + ": "), std::string::npos);
  for (const SarifProfile profile : {SarifProfile::full, SarifProfile::github}) {
    const json run = reference::parse_json(sarif_report(statement_, profile), "sarif")["runs"][0];
    EXPECT_EQ(run["properties"]["verdict"], word);
    EXPECT_EQ(run["properties"]["reportDigest"], statement_.payload_sha256);
    EXPECT_EQ(run["invocations"][0]["exitCode"], statement_.summary.exit_code);
  }
  const VerifiedReport verified{.payload = payload_,
                                .statement = statement_,
                                .verdict = verdict_of(statement_),
                                .signers = {},
                                .notes = {}};
  EXPECT_EQ(verification_exit_code(verified), statement_.summary.exit_code);
}

bool Golden::shows_in_text(const Finding& finding) const {
  const std::string text = text_report(statement_);
  if (finding.status != Status::not_run) {
    return text.find(std::string(to_string(finding.status)) + " " + finding.check + ":") !=
               std::string::npos ||
           text.find(std::string(to_string(finding.status)) + " " + finding.check + "\n") !=
               std::string::npos;
  }
  const std::size_t line = text.find("not-run " + finding.reason + ": ");
  return line != std::string::npos &&
         text.substr(line, text.find('\n', line) - line).find(finding.check) != std::string::npos;
}

TEST_P(Golden, ShowsEveryCheckAndItsStatusInTextAndMarkdown) {
  const std::string page = markdown_report(statement_);
  for (const StatementCheck& check : statement_.checks) {
    const Finding& finding = check.finding;
    EXPECT_TRUE(shows_in_text(finding)) << finding.check;
    const std::string advisory = finding.severity == "advisory" ? " (advisory)" : "";
    EXPECT_NE(page.find("| " + std::string(to_string(finding.status)) + advisory + " | `" +
                        finding.check + "` |"),
              std::string::npos)
        << finding.check;
  }
}

TEST_P(Golden, ShowsEveryCheckAndItsStatusInSarif) {
  const json full =
      reference::parse_json(sarif_report(statement_, SarifProfile::full), "sarif")["runs"][0];
  ASSERT_EQ(full["results"].size(), statement_.checks.size());
  EXPECT_EQ(full["tool"]["driver"]["rules"].size(), statement_.checks.size());
  for (const json& result : full["results"]) {
    const std::string status = result["properties"]["status"];
    const std::string kind = result["kind"];
    EXPECT_EQ(kind, status == "pass" || status == "fail" ? status : "open");
    EXPECT_EQ(result["level"] == "none", status != "fail");
  }
  const json alerts =
      reference::parse_json(sarif_report(statement_, SarifProfile::github), "sarif")["runs"][0];
  std::set<std::string> shown;
  for (const json& result : alerts["results"]) {
    shown.insert(result["ruleId"].get<std::string>());
    EXPECT_EQ(result["kind"], "fail");
    const bool gating_fail =
        result["properties"]["status"] == "fail" && result["properties"]["severity"] == "gating";
    EXPECT_EQ(result["level"], gating_fail ? "error" : "warning");
    EXPECT_EQ(result["locations"].size(), 1U);
  }
  for (const StatementCheck& check : statement_.checks) {
    const Finding& finding = check.finding;
    const bool quiet = finding.status == Status::pass ||
                       (finding.severity == "advisory" && finding.status != Status::fail);
    EXPECT_EQ(shown.count(finding.check), quiet ? 0U : 1U) << finding.check;
  }
}

TEST_P(Golden, ShowsEveryCheckAndItsStatusInJunit) {
  const std::string page = junit_report(statement_);
  for (const StatementCheck& check : statement_.checks) {
    const Finding& finding = check.finding;
    const std::size_t at = page.find("name=\"" + finding.check + "\">");
    ASSERT_NE(at, std::string::npos) << finding.check;
    const bool open = finding.status == Status::inconclusive ||
                      (finding.status == Status::not_run && finding.severity == "gating");
    const std::string element = finding.status == Status::pass   ? "<system-out>"
                                : finding.status == Status::fail ? "<failure "
                                : open                           ? "<error "
                                                                 : "<skipped ";
    EXPECT_EQ(page.compare(page.find('>', at) + 1, element.size(), element), 0) << finding.check;
  }
}

INSTANTIATE_TEST_SUITE_P(Rows, Golden, testing::ValuesIn(golden_reports()),
                         [](const auto& row) { return row.param.name; });

TEST(GoldenReports, HoldEveryPairOfCheckAndStatus) {
  std::set<std::pair<std::string, Status>> pairs;
  for (const GoldenReport& report : golden_reports()) {
    const auto read = read_statement(reference::read_file(report.path, 1U << 24U));
    for (const Finding& finding : findings_of(read.value())) {
      pairs.insert({finding.check, finding.status});
    }
  }
  for (const CheckEntry& check : all_checks()) {
    for (const Status status :
         {Status::pass, Status::fail, Status::inconclusive, Status::not_run}) {
      EXPECT_EQ(pairs.count({std::string(check.id), status}), 1U)
          << check.id << " " << to_string(status) << ": UPDATE_GOLDEN=1 adds it";
    }
  }
}

TEST(ReportSchema, IsTheShippedFileAndNamedByItsDigest) {
  const std::string file = reference::read_file(
      pgolf_test::source_path("verifier/report/schema/" + std::string(kSchemaFile)), 1U << 20U);
  EXPECT_EQ(report_schema(), file);
  const json schema = reference::parse_json(file, "schema");
  EXPECT_EQ(schema["$id"], std::string(kPredicateType) + "/schema/" + std::string(kSchemaVersion));
  const json predicate = statement_json(pgolf_test::passing_report())["predicate"];
  EXPECT_EQ(predicate["schemaVersion"], kSchemaVersion);
  EXPECT_EQ(predicate["schema"]["digest"]["sha256"], reference::to_hex(reference::sha256(file)));
}

}  // namespace
}  // namespace verifier
