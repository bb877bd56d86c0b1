// SPDX-License-Identifier: Apache-2.0
#include "verifier/report/statistics_json.h"

#include <algorithm>
#include <cmath>

#include "reference_impl/base/json_text.h"
#include "tests/support/check_case.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace pgolf_test {
namespace {

using nlohmann::json;

// The runs of PR 1514 on the day after PR 1493, with the board and the rules as they are committed.
verifier::Report report_of_1514() {
  SubmissionBuilder builder;
  const std::vector<std::string> scores = {"1.07928348", "1.07996676", "1.08024795"};
  for (std::size_t i = 0; i < scores.size(); ++i) {
    builder.logs[i].val_bpb = scores[i];
  }
  verifier::Report report;
  report.submission = builder.read();
  report.rulebook = record_rules();
  report.date = "2026-04-10";
  return report;
}

TEST(StatisticsJson, HoldsSamplesReferenceAndBothReadings) {
  const json object = verifier::statistics_json(report_of_1514());
  EXPECT_EQ(object.at("reference").at("pullRequest"), 1493);
  EXPECT_EQ(object.at("reference").at("tokenizer"), "sp8192");
  EXPECT_EQ(object.at("samples").at("runs").size(), 3U);
  EXPECT_EQ(object.at("samples").at("runs")[0].at("seed"), 42);
  EXPECT_EQ(object.at("samples").at("runs")[0].at("source"), "log");
  EXPECT_NEAR(object.at("samples").at("mean").get<double>(), 1.07983273, 1e-9);
  const json& written = object.at("tests").at(0);
  EXPECT_EQ(written.at("reading"), "in-force");
  EXPECT_EQ(written.at("status"), "fail");
  EXPECT_EQ(written.at("reason"), "mean-gain-below-margin");
  EXPECT_EQ(written.at("margin").at("unit"), "nats-per-token");
  EXPECT_NEAR(written.at("margin").at("bpb").get<double>(), 0.00193566, 5e-8);
  EXPECT_NEAR(written.at("margin").at("natsPerToken").get<double>(), 0.005, 1e-12);
  const json& practised = object.at("tests").at(1);
  EXPECT_EQ(practised.at("status"), "pass");
  EXPECT_DOUBLE_EQ(std::round(practised.at("p").get<double>() * 1000) / 1000, 0.020);
  EXPECT_GT(practised.at("power").at("value").get<double>(), 0.5);
  EXPECT_FALSE(object.contains("absent"));
}

TEST(StatisticsJson, SameReportSameBytesWhateverTheOrderOfLogs) {
  verifier::Report report = report_of_1514();
  const std::string bytes = reference::canonical_json(verifier::statistics_json(report));
  std::reverse(report.submission.run_set.begin(), report.submission.run_set.end());
  EXPECT_EQ(reference::canonical_json(verifier::statistics_json(report)), bytes);
}

TEST(StatisticsJson, SaysWhyNothingWasCompared) {
  verifier::Report report = report_of_1514();
  report.submission.run_set.clear();
  EXPECT_EQ(verifier::statistics_json(report).at("absent"), "no-runs");
  report = report_of_1514();
  report.rulebook.board = {};
  EXPECT_EQ(verifier::statistics_json(report).at("absent"), "no-earlier-record");
  report.rulebook.rules.clear();
  EXPECT_EQ(verifier::statistics_json(report).at("absent"), "no-rule");
  EXPECT_TRUE(verifier::statistics_json(report).at("tests").empty());
}

}  // namespace
}  // namespace pgolf_test
