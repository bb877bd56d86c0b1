// SPDX-License-Identifier: Apache-2.0
// The law as it is committed: every rules file loads, and every rule decides its own examples as it
// says. An example is stored evidence: files, perhaps a rerun's evidence, stage and date; `expect`
// names status and reason where they are not pass (accepts) or fail (rejects).
#include <algorithm>
#include <string>

#include "reference_impl/base/file.h"
#include "reference_impl/base/json_fields.h"
#include "reference_impl/base/json_text.h"
#include "tests/support/shared_data.h"
#include "verifier/checks/check.h"
#include "verifier/submission/submission_reader.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace verifier {
namespace {

using nlohmann::json;
using reference::JsonFields;

constexpr std::uint64_t kLargestFile = 1U << 20U;

std::string rules_path(const std::string& name) {
  return pgolf_test::source_path("rules/" + name).string();
}

Rulebook load(const std::string& track) {
  Rulebook book =
      rulebook_from_text(reference::read_file(rules_path(track + ".json"), kLargestFile),
                         track + ".json", check_params());
  book.board = board_from_text(reference::read_file(rules_path("records.json"), kLargestFile),
                               "records.json");
  return book;
}

struct Example {
  SubmissionSource source;
  Evidence evidence;
  Stage stage = Stage::static_only;
  std::string date;
  std::string status;  // empty: as the list it stands in says
  std::string reason;
};

Example read_example(const std::string& name) {
  const json root =
      reference::parse_json(reference::read_file(rules_path(name), kLargestFile), name);
  JsonFields fields(root, name);
  Example example;
  example.source.name = fields.has("name") ? fields.text("name") : "example";
  for (const auto& [path, text] : fields.value("files").items()) {
    example.source.files.push_back({path, "100644", text.get<std::string>(), std::nullopt});
  }
  example.stage = fields.text("stage") == "rerun" ? Stage::rerun : Stage::static_only;
  example.date = fields.text("date");
  if (fields.has("evidence")) {
    example.evidence = evidence_from_json(fields.value("evidence"), name + "/evidence");
  }
  if (fields.has("expect")) {
    JsonFields expect(fields.value("expect"), name + "/expect");
    example.status = expect.text("status");
    example.reason = expect.text("reason");
    expect.finish();
  }
  fields.finish();
  return example;
}

void expect_decision(const Rulebook& book, const Rule& rule, const std::string& name,
                     const std::string& status) {
  Example example = read_example(name);
  example.source.track_option = book.track;
  const auto findings =
      judge(book, read_submission(example.source), example.evidence, example.stage, example.date);
  const auto found = std::find_if(findings.begin(), findings.end(),
                                  [&](const Finding& f) { return f.check == rule.check; });
  ASSERT_NE(found, findings.end()) << name;
  EXPECT_EQ(found->rule_id, rule.id) << name;
  EXPECT_EQ(to_string(found->status), example.status.empty() ? status : example.status)
      << name << ": " << found->reason << ": " << found->message;
  if (!example.reason.empty()) {
    EXPECT_EQ(found->reason, example.reason) << name;
  }
}

class RulesFile : public testing::TestWithParam<std::string> {};

TEST_P(RulesFile, LoadsAndNamesItsTrack) {
  EXPECT_EQ(load(GetParam()).track, GetParam());
}

TEST_P(RulesFile, EveryRuleDecidesItsOwnExamples) {
  const Rulebook book = load(GetParam());
  for (const Rule& rule : book.rules) {
    for (const std::string& name : rule.accepts) {
      expect_decision(book, rule, name, "pass");
    }
    for (const std::string& name : rule.rejects) {
      expect_decision(book, rule, name, "fail");
    }
  }
}

// The totals that are known of the official validation split.
TEST_P(RulesFile, PinsTheValidationSplit) {
  const Rulebook book = load(GetParam());
  EXPECT_EQ(book.pins.at("val_tokens"), "62021846");
  EXPECT_EQ(book.pins.at("val_target_tokens"), "62021632");
  EXPECT_EQ(book.pins.at("val_target_bytes"), "151080363");
  EXPECT_EQ(book.pins.at("val_prefix_sha256"),
            "a0032ef69694af4c1a88f5b76307aefd3f3da89da94224d2c5ae893e8ffc0021");
  EXPECT_EQ(book.pins.at("tail_repeat_tokens"), "62023616");
  EXPECT_EQ(book.pins.at("tail_repeat_bytes"), "151084796");
}

INSTANTIATE_TEST_SUITE_P(Tracks, RulesFile,
                         testing::Values("track_10min_16mb", "track_non_record_16mb"),
                         [](const auto& row) { return row.param; });

}  // namespace
}  // namespace verifier
