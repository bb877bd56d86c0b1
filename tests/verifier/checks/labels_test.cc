// SPDX-License-Identifier: Apache-2.0
#include "verifier/checks/labels.h"

#include <string>

#include "tests/support/submission_builder.h"
#include "verifier/base/result.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace verifier {
namespace {

Label label(std::uint64_t pull_request, const std::string& verdict,
            const std::vector<std::string>& violations, const std::string& confidence = "high") {
  return {pull_request, verdict, violations, confidence};
}

LabelledHead head(const std::string& violation, bool named, bool stands) {
  LabelledHead result;
  for (const std::string_view id : label_classes()) {
    result.looks[std::string(id)] = {};
  }
  result.looks[violation] = {named, stands, "the files show it"};
  return result;
}

Finding failing(const std::string& check, const std::string& reason) {
  Finding finding;
  finding.check = check;
  finding.status = Status::fail;
  finding.reason = reason;
  return finding;
}

TEST(LabelTable, CountsWhatIsFoundAndWhatIsMissed) {
  const LabelTable table = label_table(
      {label(1, "ruled_invalid", {"OVER_CAP"}), label(2, "ruled_invalid", {"OVER_CAP"})},
      {{1, head("OVER_CAP", true, true)}, {2, head("OVER_CAP", false, true)}});
  EXPECT_EQ(table.classes.at("OVER_CAP").labelled, 2U);
  EXPECT_EQ(table.classes.at("OVER_CAP").found, 1U);
  const auto json = label_table_json(table);
  EXPECT_DOUBLE_EQ(json.at("classes").at("OVER_CAP").at("recall").get<double>(), 0.5);
  EXPECT_DOUBLE_EQ(json.at("classes").at("OVER_CAP").at("precision").get<double>(), 1.0);
  EXPECT_TRUE(json.at("classes").at("PACKAGING").at("recall").is_null());
}

TEST(LabelTable, AnAcceptedHeadThatIsNamedWithoutCauseIsAFalseAlarm) {
  const LabelTable table =
      label_table({label(1, "merged_record", {})}, {{1, head("EVAL_OVERTIME", true, false)}});
  EXPECT_EQ(table.classes.at("EVAL_OVERTIME").false_, 1U);
  EXPECT_TRUE(table.excluded.empty());
  ASSERT_EQ(table.mistakes.size(), 1U);
  EXPECT_EQ(table.mistakes[0].pull_request, 1U);
  EXPECT_EQ(table.mistakes[0].violation, "EVAL_OVERTIME");
}

TEST(LabelTable, AFaultThatNoCheckNamesIsListed) {
  const LabelTable table =
      label_table({label(7, "ruled_invalid", {"OVER_CAP"})}, {{7, head("OVER_CAP", false, true)}});
  EXPECT_EQ(table.classes.at("OVER_CAP").labelled, 1U);
  EXPECT_EQ(table.classes.at("OVER_CAP").found, 0U);
  ASSERT_EQ(table.mistakes.size(), 1U);
  EXPECT_EQ(table.mistakes[0].reason, "not found: the files show it");
}

TEST(LabelTable, AnAcceptedHeadWhoseFilesShowTheFaultIsContestedAloud) {
  const LabelTable table = label_table({label(1, "clean_by_community", {}, "medium")},
                                       {{1, head("EVAL_OVERTIME", true, true)}});
  EXPECT_EQ(table.classes.at("EVAL_OVERTIME").false_, 0U);
  EXPECT_EQ(table.classes.at("EVAL_OVERTIME").contested, 1U);
  ASSERT_EQ(table.excluded.size(), 1U);
  EXPECT_EQ(table.excluded[0].reason, "accepted, although the files show it");
}

TEST(LabelTable, ALabelWhoseFaultIsNotInTheHeadIsListed) {
  const LabelTable table =
      label_table({label(7, "ruled_invalid", {"OVER_CAP"})}, {{7, head("OVER_CAP", false, false)}});
  EXPECT_EQ(table.classes.at("OVER_CAP").labelled, 0U);
  ASSERT_EQ(table.excluded.size(), 1U);
  EXPECT_EQ(table.excluded[0].pull_request, 7U);
}

TEST(LabelTable, AnUnreadHeadIsListedWithItsReason) {
  LabelledHead unread;
  unread.unread = "the head has no submission folder";
  const LabelTable table = label_table({label(7, "ruled_invalid", {"PACKAGING"})}, {{7, unread}});
  ASSERT_EQ(table.excluded.size(), 1U);
  EXPECT_EQ(table.excluded[0].reason, "the head has no submission folder");
}

TEST(LabelTable, OnlyCertainLabelsCountAsFaults) {
  const LabelTable table = label_table({label(1, "ruled_invalid", {"OVER_CAP"}, "medium")},
                                       {{1, head("OVER_CAP", false, true)}});
  EXPECT_EQ(table.classes.at("OVER_CAP").labelled, 0U);
}

TEST(Looks, TellAFailingCheckFromAFaultThatStands) {
  pgolf_test::SubmissionBuilder builder;
  builder.logs[0].model_bytes = 17'000'000;
  const auto looks = look_at(builder.read(), Evidence{}, {failing("time.eval", "over-limit")});
  EXPECT_TRUE(looks.at("OVER_CAP").stands);
  EXPECT_FALSE(looks.at("OVER_CAP").named);
  EXPECT_TRUE(looks.at("EVAL_OVERTIME").named);
  EXPECT_FALSE(looks.at("EVAL_OVERTIME").stands);
}

TEST(Looks, SizesThatNoLogComesNearAreAMismatch) {
  pgolf_test::SubmissionBuilder builder;
  EXPECT_FALSE(look_at(builder.read(), Evidence{}, {}).at("CLAIM_LOG_MISMATCH").stands);
  builder.claims["bytes_total"] = "12000000";
  const auto look = look_at(builder.read(), Evidence{}, {}).at("CLAIM_LOG_MISMATCH");
  EXPECT_TRUE(look.stands);
  EXPECT_NE(look.why.find("claims 12,000,000 bytes, its logs 15,0"), std::string::npos) << look.why;
}

TEST(Looks, AClassMayAskForOneReasonOfItsCheck) {
  const Submission clean = pgolf_test::SubmissionBuilder().read();
  const auto over = look_at(clean, Evidence{}, {failing("time.train", "over-limit")});
  EXPECT_TRUE(over.at("TRAIN_OVERTIME").named);
  EXPECT_FALSE(over.at("GPTQ_TRAIN_AT_EVAL").named);
  const auto outside = look_at(clean, Evidence{}, {failing("tree.layout", "outside-folder")});
  EXPECT_TRUE(outside.at("PACKAGING").named);
  EXPECT_FALSE(outside.at("MISSING_EVIDENCE").named);
}

TEST(Looks, ACleanSubmissionShowsNoFault) {
  for (const auto& [id, look] : look_at(pgolf_test::SubmissionBuilder().read(), Evidence{}, {})) {
    EXPECT_FALSE(look.stands) << id << ": " << look.why;
    EXPECT_FALSE(look.named) << id;
    EXPECT_FALSE(look.why.empty()) << id;
  }
}

TEST(LabelsText, ReadsOneObjectALine) {
  const auto labels = labels_from_text(
      R"({"pr": 8, "verdict": "ruled_invalid", "violations": ["OVER_CAP"], "confidence": "high"})"
      "\n\n"
      R"({"pr": 9, "verdict": "merged_record", "violations": [], "confidence": "low", "x": 1})",
      "labels.jsonl");
  ASSERT_EQ(labels.size(), 2U);
  EXPECT_EQ(labels[0].violations, std::vector<std::string>{"OVER_CAP"});
  EXPECT_EQ(labels[1].pull_request, 9U);
}

TEST(LabelsText, NamesTheLineThatIsWrong) {
  try {
    (void)labels_from_text("{\"pr\": 8}\n", "labels.jsonl");
    FAIL() << "a label without its verdict was taken";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::bad_input);
    EXPECT_NE(std::string(error.what()).find("labels.jsonl:1"), std::string::npos) << error.what();
  }
  EXPECT_THROW((void)labels_from_text("\n", "labels.jsonl"), Error);
}

}  // namespace
}  // namespace verifier
