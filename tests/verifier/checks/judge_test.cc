// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <string>

#include "tests/support/check_case.h"
#include "tests/support/evidence_builder.h"

#include <gtest/gtest.h>

namespace pgolf_test {
namespace {

using verifier::Finding;
using verifier::Stage;
using verifier::Status;

std::vector<Finding> judged(const Docket& docket) {
  return verifier::judge(record_rules(), docket.submission.read(), docket.evidence, docket.stage,
                         docket.date);
}

const Finding& of(const std::vector<Finding>& findings, const std::string& check) {
  return *std::find_if(findings.begin(), findings.end(),
                       [&](const Finding& finding) { return finding.check == check; });
}

TEST(Judge, GivesEveryCheckOfTheStageSortedById) {
  const std::vector<Finding> findings = judged({});
  EXPECT_TRUE(std::is_sorted(findings.begin(), findings.end(),
                             [](const auto& a, const auto& b) { return a.check < b.check; }));
  for (const std::string& id : verifier::required_checks(Stage::static_only)) {
    EXPECT_EQ(of(findings, id).check, id);
  }
  EXPECT_TRUE(std::none_of(findings.begin(), findings.end(), [](const Finding& finding) {
    return finding.check == "causality.score-first";
  }));
}

TEST(Judge, EmptyFolderGivesNothingToJudgeEverywhere) {
  Docket docket;
  docket.submission = empty_submission();
  docket.stage = Stage::rerun;
  const std::vector<Finding> findings = judged(docket);
  EXPECT_EQ(findings.size(), verifier::all_checks().size());
  for (const Finding& finding : findings) {
    EXPECT_EQ(finding.status, Status::not_run) << finding.check;
    EXPECT_EQ(finding.reason, "nothing-to-judge") << finding.check;
  }
  EXPECT_EQ(verifier::decide(findings, verifier::required_checks(Stage::rerun)),
            verifier::Verdict::inconclusive);
}

TEST(Judge, CheckThatIsNotBuiltSaysSo) {
  Docket docket;
  docket.stage = Stage::rerun;
  const Finding finding = of(judged(docket), "record.established");
  EXPECT_EQ(finding.status, Status::not_run);
  EXPECT_EQ(finding.reason, "not-built");
  EXPECT_EQ(finding.severity, "gating");
}

TEST(Judge, DayWithoutARuleDecidesNothing) {
  Docket docket;
  docket.date = "2026-03-17";
  const Finding finding = of(judged(docket), "artifact.size");
  EXPECT_EQ(finding.status, Status::not_run);
  EXPECT_EQ(finding.reason, "no-rule");
}

TEST(Judge, PutsTheRuleOnTheFinding) {
  const Finding finding = of(judged({}), "artifact.size");
  EXPECT_EQ(finding.rule_id, "A1");
  EXPECT_EQ(finding.rule, record_rules().in_force("artifact.size", "2026-04-01")->pointer);
  EXPECT_EQ(finding.severity, "gating");
  EXPECT_NE(finding.unsettled.find("not settled"), std::string::npos);
}

TEST(Judge, DecidedFindingsCarryMeasurementLimitAndEvidence) {
  Docket docket;
  docket.stage = Stage::rerun;
  docket.evidence = honest_rerun();
  docket.submission.logs[0].train_ms = 700'000;
  for (const Finding& finding : judged(docket)) {
    if (finding.status == Status::pass || finding.status == Status::fail) {
      EXPECT_TRUE(finding.measured && finding.limit && finding.margin) << finding.check;
      ASSERT_FALSE(finding.evidence.empty()) << finding.check;
      EXPECT_EQ(finding.evidence[0].sha256.size(), 64U) << finding.check;
    } else {
      EXPECT_FALSE(finding.reason.empty()) << finding.check;
    }
    EXPECT_FALSE(finding.message.empty()) << finding.check;
    EXPECT_FALSE(finding.method.empty()) << finding.check;
  }
}

// Rerun findings without files would be decided without evidence: a bug, not the submitter's fault.
TEST(Judge, CheckThatGoesWrongIsInconclusive) {
  Docket docket;
  docket.stage = Stage::rerun;
  docket.evidence = honest_rerun();
  rerun_of(docket.evidence).replay.value().files.clear();
  const Finding finding = of(judged(docket), "replay.deterministic");
  EXPECT_EQ(finding.status, Status::inconclusive);
  EXPECT_EQ(finding.reason, "verifier-error");
  EXPECT_NE(finding.message.find("without evidence"), std::string::npos) << finding.message;
}

TEST(Judge, TellsWhatALaterRuleWouldChange) {
  verifier::Rulebook rules = record_rules();
  verifier::Rule later = *rules.in_force("artifact.size", "2026-04-01");
  for (verifier::Rule& rule : rules.rules) {
    if (rule.check == "artifact.size") {
      rule.until = "2026-04-30";
    }
  }
  later.id = "A1-smaller";
  later.from = "2026-05-01";
  later.numbers["cap_bytes"] = 15'000'000;
  rules.rules.push_back(later);
  const Docket docket;
  const std::vector<Finding> findings = verifier::judge(
      rules, docket.submission.read(), docket.evidence, Stage::static_only, "2026-04-01");
  const Finding& finding = of(findings, "artifact.size");
  EXPECT_EQ(finding.status, Status::pass);
  EXPECT_NE(finding.message.find(
                "rule A1-smaller, in force from 2026-05-01, would give fail (over-limit)"),
            std::string::npos)
      << finding.message;
}

TEST(Judge, SameInputsGiveTheSameFindings) {
  Docket docket;
  docket.submission.logs[1].train_ms = 700'000;
  const std::vector<Finding> first = judged(docket);
  const std::vector<Finding> second = judged(docket);
  ASSERT_EQ(first.size(), second.size());
  for (std::size_t i = 0; i < first.size(); ++i) {
    EXPECT_EQ(first[i].message, second[i].message);
  }
}

}  // namespace
}  // namespace pgolf_test
