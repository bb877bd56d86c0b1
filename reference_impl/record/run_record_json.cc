// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/record/run_record.h"

#include <cmath>
#include <limits>
#include <utility>

#include "reference_impl/base/error.h"
#include "reference_impl/base/json_fields.h"
#include "reference_impl/base/json_text.h"

#include <nlohmann/json.hpp>

namespace reference {
namespace {

using nlohmann::json;

constexpr const char* kSchema = "pgolf-run-record-v1";

// A diverged run's numbers are not finite, which JSON cannot carry: null stands for them.
json number_to_json(double value) {
  return std::isfinite(value) ? json(value) : json(nullptr);
}

double number_from_json(JsonFields& fields, const std::string& name) {
  return fields.value(name).is_null() ? std::numeric_limits<double>::quiet_NaN()
                                      : fields.number(name);
}

json to_json(const NamedFile& file) {
  return {{"name", file.name}, {"sha256", file.sha256}, {"bytes", file.bytes}};
}

json to_json(const Score& score) {
  return {{"label", score.label},
          {"val_loss", number_to_json(score.val_loss)},
          {"val_bpb", number_to_json(score.val_bpb)},
          {"sum_nats", number_to_json(score.sum_nats)},
          {"tokens", score.tokens},
          {"bytes", score.bytes}};
}

json to_json(const std::pair<std::string, std::string>& pair) {
  return {{"name", pair.first}, {"value", pair.second}};
}

json to_json(const std::string& text) {
  return text;
}

template <typename T>
json list_to_json(const std::vector<T>& items) {
  json list = json::array();
  for (const T& item : items) {
    list.push_back(to_json(item));
  }
  return list;
}

json to_json(const TrainingPart& part) {
  return {{"steps", part.steps},
          {"train_ns", part.train_ns},
          {"last_train_loss", number_to_json(part.last_train_loss)},
          {"model_params", part.model_params},
          {"artifact", to_json(part.artifact)}};
}

json to_json(const EvaluationPart& part) {
  return {{"eval_ns", part.eval_ns},
          {"artifact", to_json(part.artifact)},
          {"scores", list_to_json(part.scores)},
          {"val_tokens", part.val_tokens},
          {"val_bytes", part.val_bytes},
          {"token_digest", part.token_digest},
          {"event_root", part.event_root},
          {"event_count", part.event_count},
          {"event_files", list_to_json(part.event_files)},
          {"audit_key", part.audit_key},
          {"audit_salt", part.audit_salt},
          {"audit_key_is_test_key", part.audit_key_is_test_key}};
}

NamedFile file_from_json(const json& object, const std::string& where) {
  JsonFields fields(object, where);
  NamedFile file{
      .name = fields.text("name"), .sha256 = fields.text("sha256"), .bytes = fields.count("bytes")};
  fields.finish();
  return file;
}

Score score_from_json(const json& object, const std::string& where) {
  JsonFields fields(object, where);
  Score score{.label = fields.text("label"),
              .val_loss = number_from_json(fields, "val_loss"),
              .val_bpb = number_from_json(fields, "val_bpb"),
              .sum_nats = number_from_json(fields, "sum_nats"),
              .tokens = fields.count("tokens"),
              .bytes = fields.count("bytes")};
  fields.finish();
  return score;
}

std::pair<std::string, std::string> pair_from_json(const json& object, const std::string& where) {
  JsonFields fields(object, where);
  std::pair<std::string, std::string> pair(fields.text("name"), fields.text("value"));
  fields.finish();
  return pair;
}

template <typename T>
std::vector<T> list_from_json(JsonFields& fields, const std::string& name,
                              T (*read)(const json&, const std::string&)) {
  std::vector<T> items;
  for (const json& item : fields.array(name)) {
    items.push_back(read(item, fields.at(name) + "/" + std::to_string(items.size())));
  }
  return items;
}

NamedFile file_field(JsonFields& fields, const std::string& name) {
  return file_from_json(fields.value(name), fields.at(name));
}

TrainingPart training_from_json(const json& object, const std::string& where) {
  JsonFields fields(object, where);
  TrainingPart part{.steps = fields.count("steps"),
                    .train_ns = fields.count("train_ns"),
                    .last_train_loss = number_from_json(fields, "last_train_loss"),
                    .model_params = fields.count("model_params"),
                    .artifact = file_field(fields, "artifact")};
  fields.finish();
  return part;
}

EvaluationPart evaluation_from_json(const json& object, const std::string& where) {
  JsonFields fields(object, where);
  EvaluationPart part{.eval_ns = fields.count("eval_ns"),
                      .artifact = file_field(fields, "artifact"),
                      .scores = list_from_json(fields, "scores", score_from_json),
                      .val_tokens = fields.count("val_tokens"),
                      .val_bytes = fields.count("val_bytes"),
                      .token_digest = fields.text("token_digest"),
                      .event_root = fields.text("event_root"),
                      .event_count = fields.count("event_count"),
                      .event_files = list_from_json(fields, "event_files", file_from_json),
                      .audit_key = fields.text("audit_key"),
                      .audit_salt = fields.text("audit_salt"),
                      .audit_key_is_test_key = fields.flag("audit_key_is_test_key")};
  fields.finish();
  return part;
}

}  // namespace

json run_record_to_json(const RunRecord& record) {
  return {{"schema", kSchema},
          {"command", record.command},
          {"profile", record.profile},
          {"recipe_sha256", record.recipe_sha256},
          {"seed", record.seed},
          {"world_size", record.world_size},
          {"termination", record.termination},
          {"device", record.device},
          {"versions", list_to_json(record.versions)},
          {"scaled", list_to_json(record.scaled)},
          {"notImplemented", list_to_json(record.not_implemented)},
          {"train_shards", list_to_json(record.train_shards)},
          {"val_shards", list_to_json(record.val_shards)},
          {"token_table", to_json(record.token_table)},
          {"training", record.training ? to_json(*record.training) : json(nullptr)},
          {"evaluation", record.evaluation ? to_json(*record.evaluation) : json(nullptr)}};
}

RunRecord run_record_from_json(const json& object, const std::string& where) {
  JsonFields fields(object, where);
  if (fields.text("schema") != kSchema) {
    fields.refuse("schema", std::string("expected \"") + kSchema + "\"");
  }
  RunRecord record;
  record.command = fields.text("command");
  record.profile = fields.text("profile");
  record.recipe_sha256 = fields.text("recipe_sha256");
  record.seed = fields.count("seed");
  record.world_size = static_cast<std::uint32_t>(fields.count("world_size", UINT32_MAX));
  record.termination = fields.text("termination");
  record.device = fields.text("device");
  record.versions = list_from_json(fields, "versions", pair_from_json);
  record.scaled = list_from_json(fields, "scaled", pair_from_json);
  record.not_implemented = fields.texts("notImplemented");
  record.train_shards = list_from_json(fields, "train_shards", file_from_json);
  record.val_shards = list_from_json(fields, "val_shards", file_from_json);
  record.token_table = file_field(fields, "token_table");
  if (!fields.value("training").is_null()) {
    record.training = training_from_json(fields.value("training"), fields.at("training"));
  }
  if (!fields.value("evaluation").is_null()) {
    record.evaluation = evaluation_from_json(fields.value("evaluation"), fields.at("evaluation"));
  }
  fields.finish();
  return record;
}

RunRecord run_record_from_text(std::string_view text, const std::string& name) {
  return run_record_from_json(parse_json(text, name), name);
}

std::string run_record_file_name(const std::string& command) {
  return command + "-record.json";
}

}  // namespace reference
