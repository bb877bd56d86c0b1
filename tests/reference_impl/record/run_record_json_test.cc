// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <functional>

#include "reference_impl/base/error.h"
#include "reference_impl/base/json_text.h"
#include "reference_impl/record/run_record.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace reference {
namespace {

using nlohmann::json;

RunRecord full_record() {
  RunRecord record;
  record.command = "evaluate";
  record.profile = "smoke";
  record.recipe_sha256 = "aa";
  record.seed = 1337;
  record.world_size = 8;
  record.termination = "complete";
  record.device = "cpu";
  record.versions = {{"libtorch", "2.11.0"}, {"compiler", "g++ 12"}};
  record.scaled = {{"/training/steps", "7189 -> 20"}};
  record.not_implemented = {"/model/xsa"};
  record.train_shards = {{.name = "fineweb_train_000000.bin", .sha256 = "bb", .bytes = 5}};
  record.val_shards = {{.name = "fineweb_val_000000.bin", .sha256 = "cc", .bytes = 6}};
  record.token_table = {.name = "pieces.tsv", .sha256 = "dd", .bytes = 7};
  record.training = TrainingPart{.steps = 20,
                                 .train_ns = 123456789,
                                 .last_train_loss = 6.25,
                                 .model_params = 1000,
                                 .artifact = {.name = "a.bin", .sha256 = "ee", .bytes = 8}};
  EvaluationPart evaluation;
  evaluation.eval_ns = 5;
  evaluation.artifact = {.name = "a.bin", .sha256 = "ee", .bytes = 8};
  evaluation.scores = {
      {.label = "cache", .val_loss = 1.5, .val_bpb = 0.75, .sum_nats = 3, .tokens = 2, .bytes = 4}};
  evaluation.val_tokens = 2;
  evaluation.val_bytes = 4;
  evaluation.token_digest = "ff";
  evaluation.event_root = "ab";
  evaluation.event_count = 3;
  evaluation.event_files = {{.name = "events-0.bin", .sha256 = "cd", .bytes = 9}};
  evaluation.audit_key = "00";
  evaluation.audit_salt = "01";
  evaluation.audit_key_is_test_key = true;
  record.evaluation = evaluation;
  return record;
}

TEST(RunRecordJson, ComesBackAsItWas) {
  const json object = run_record_to_json(full_record());
  const std::string text = canonical_json(object);
  const RunRecord again = run_record_from_json(parse_json(text, "r"), "r");
  EXPECT_EQ(canonical_json(run_record_to_json(again)), text);
  EXPECT_EQ(again.versions, full_record().versions);
  EXPECT_EQ(again.training->steps, 20U);
  EXPECT_EQ(again.evaluation->scores.at(0).val_bpb, 0.75);
  EXPECT_TRUE(again.evaluation->audit_key_is_test_key);
}

TEST(RunRecordJson, AFailedRunHasNoParts) {
  RunRecord record = full_record();
  record.training.reset();
  record.evaluation.reset();
  const RunRecord again = run_record_from_json(run_record_to_json(record), "r");
  EXPECT_FALSE(again.training.has_value());
  EXPECT_FALSE(again.evaluation.has_value());
}

TEST(RunRecordJson, ADivergedLossIsNullInTheText) {
  RunRecord record = full_record();
  record.training->last_train_loss = std::nan("");
  const json object = run_record_to_json(record);
  EXPECT_TRUE(object.at("training").at("last_train_loss").is_null());
  EXPECT_TRUE(std::isnan(run_record_from_json(object, "r").training->last_train_loss));
}

// Every field of the record is needed, and no other is known: at every depth.
bool is_refused(const json& object) {
  try {
    run_record_from_json(object, "r");
    return false;
  } catch (const Error& error) {
    return error.kind() == ErrorKind::bad_input;
  }
}

void expect_strict(const json& whole, const json::json_pointer& place) {
  for (const auto& item : whole.at(place).items()) {
    json less = whole;
    less.at(place).erase(item.key());
    EXPECT_TRUE(is_refused(less)) << place / item.key();
  }
  json more = whole;
  more.at(place)["surplus"] = 1;
  EXPECT_TRUE(is_refused(more)) << place;
}

TEST(RunRecordJson, IsStrictAtEveryDepth) {
  const json whole = run_record_to_json(full_record());
  for (const char* place : {"", "/token_table", "/training", "/training/artifact", "/evaluation",
                            "/evaluation/scores/0", "/evaluation/event_files/0", "/versions/0"}) {
    expect_strict(whole, json::json_pointer(place));
  }
}

TEST(RunRecordJson, SaysWhereATypeIsWrong) {
  json object = run_record_to_json(full_record());
  object["evaluation"]["scores"][0]["tokens"] = "2";
  try {
    run_record_from_json(object, "evaluate-record.json");
    FAIL() << "accepted";
  } catch (const Error& error) {
    EXPECT_EQ(
        std::string(error.what()).rfind("evaluate-record.json/evaluation/scores/0/tokens:", 0), 0U)
        << error.what();
  }
}

TEST(RunRecordJson, FilesAreNamedByTheCommand) {
  EXPECT_EQ(run_record_file_name("train"), "train-record.json");
}

}  // namespace
}  // namespace reference
