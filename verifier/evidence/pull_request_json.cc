// SPDX-License-Identifier: Apache-2.0
#include "verifier/evidence/pull_request.h"

#include "reference_impl/base/json_fields.h"
#include "verifier/evidence/parts_json.h"

#include <nlohmann/json.hpp>

namespace verifier {
namespace {

using nlohmann::json;
using reference::JsonFields;

json landing_to_json(const std::optional<Landing>& landing) {
  if (!landing) {
    return nullptr;
  }
  return {{"first_commit", landing->first_commit},
          {"first_utc", landing->first_utc},
          {"last_commit", landing->last_commit},
          {"last_utc", landing->last_utc}};
}

std::optional<Landing> landing_from_json(JsonFields& parent, const std::string& name) {
  const json& value = parent.value(name);
  if (value.is_null()) {
    return std::nullopt;
  }
  JsonFields fields(value, parent.at(name));
  Landing landing{fields.text("first_commit"), fields.text("first_utc"), fields.text("last_commit"),
                  fields.text("last_utc")};
  fields.finish();
  return landing;
}

json changed_file_to_json(const ChangedFile& file) {
  return {{"path", file.path}, {"how", file.how}};
}

ChangedFile changed_file_from_json(const json& value, const std::string& where) {
  JsonFields fields(value, where);
  ChangedFile file{fields.text("path"), fields.text("how")};
  fields.finish();
  return file;
}

}  // namespace

json pull_request_to_json(const PullRequest& pull_request) {
  return {{"number", pull_request.number},
          {"head", pull_request.head},
          {"base", pull_request.base},
          {"has_folder", pull_request.has_folder},
          {"folder", pull_request.folder},
          {"folder_tree", pull_request.folder_tree},
          {"candidates", pull_request.candidates},
          {"chosen_by", pull_request.chosen_by},
          {"changed_files", pull_request.changed_files},
          {"changed_outside", pull_request.changed_outside},
          {"code_outside", pull_request.code_outside},
          {"outside", list_to_json(pull_request.outside, changed_file_to_json)},
          {"other_folders", pull_request.other_folders},
          {"root_scripts", pull_request.root_scripts},
          {"merged", pull_request.merged},
          {"commits", pull_request.commits},
          {"created_utc", pull_request.created_utc},
          {"code", landing_to_json(pull_request.code)},
          {"logs", landing_to_json(pull_request.logs)},
          {"score", landing_to_json(pull_request.score)}};
}

PullRequest pull_request_from_json(const json& value, const std::string& where) {
  JsonFields fields(value, where);
  PullRequest pull_request;
  pull_request.number = fields.count("number");
  pull_request.head = fields.text("head");
  pull_request.base = fields.text("base");
  pull_request.has_folder = fields.flag("has_folder");
  pull_request.folder = fields.text("folder");
  pull_request.folder_tree = fields.text("folder_tree");
  pull_request.candidates = fields.texts("candidates");
  pull_request.chosen_by = fields.text("chosen_by");
  pull_request.changed_files = fields.count("changed_files");
  pull_request.changed_outside = fields.count("changed_outside");
  pull_request.code_outside = fields.count("code_outside");
  pull_request.outside = list_from_json(fields, "outside", changed_file_from_json);
  pull_request.other_folders = fields.texts("other_folders");
  pull_request.root_scripts = fields.texts("root_scripts");
  pull_request.merged = fields.flag("merged");
  pull_request.commits = fields.count("commits");
  pull_request.created_utc = fields.text("created_utc");
  pull_request.code = landing_from_json(fields, "code");
  pull_request.logs = landing_from_json(fields, "logs");
  pull_request.score = landing_from_json(fields, "score");
  fields.finish();
  return pull_request;
}

}  // namespace verifier
