// SPDX-License-Identifier: Apache-2.0
#include "verifier/evidence/evidence.h"

#include <array>
#include <utility>

#include "reference_impl/base/json_fields.h"
#include "verifier/evidence/parts_json.h"

#include <nlohmann/json.hpp>

namespace verifier {
namespace {

using nlohmann::json;
using reference::JsonFields;

// ---- Failures and results

constexpr std::array<std::pair<ErrorKind, const char*>, 5> kKinds = {
    {{ErrorKind::usage, "usage"},
     {ErrorKind::bad_input, "bad-input"},
     {ErrorKind::resource_absent, "resource-absent"},
     {ErrorKind::internal, "internal"},
     {ErrorKind::transient, "transient"}}};

json failure_to_json(const Failure& failure) {
  const char* name = kKinds.back().second;
  for (const auto& [kind, word] : kKinds) {
    name = kind == failure.kind ? word : name;
  }
  return {{"kind", name}, {"reason", failure.reason}, {"message", failure.message}};
}

Failure failure_from_json(const json& value, const std::string& where) {
  JsonFields fields(value, where);
  const std::string name = fields.text("kind");
  Failure failure{ErrorKind::internal, fields.text("reason"), fields.text("message")};
  bool known = false;
  for (const auto& [kind, word] : kKinds) {
    if (name == word) {
      failure.kind = kind;
      known = true;
    }
  }
  if (!known) {
    fields.refuse("kind", "there is no kind of failure \"" + name + "\"");
  }
  fields.finish();
  return failure;
}

template <typename T>
json result_to_json(const Result<T>& result, json (*write)(const T&)) {
  return result.ok() ? json{{"value", write(result.value())}}
                     : json{{"failure", failure_to_json(result.failure())}};
}

template <typename T>
Result<T> result_from_json(JsonFields& parent, const std::string& name,
                           T (*read)(const json&, const std::string&)) {
  JsonFields fields(parent.value(name), parent.at(name));
  Result<T> result =
      fields.has("failure")
          ? Result<T>(failure_from_json(fields.value("failure"), fields.at("failure")))
          : Result<T>(read(fields.value("value"), fields.at("value")));
  fields.finish();
  return result;
}

// ---- Runs

json run_to_json(const RerunRun& run) {
  return {{"train", reference::run_record_to_json(run.train)},
          {"evaluate", reference::run_record_to_json(run.evaluate)},
          {"exit_code", run.exit_code},
          {"train_wall_ns", run.train_wall_ns},
          {"eval_wall_ns", run.eval_wall_ns},
          {"audit", result_to_json(run.audit, event_audit_to_json)},
          {"prefix", result_to_json(run.prefix, prefix_audit_to_json)},
          {"normalization", result_to_json(run.normalization, normalization_to_json)},
          {"decoding", result_to_json(run.decoding, decoding_to_json)},
          {"files", list_to_json(run.files, item_to_json)}};
}

RerunRun run_from_json(const json& value, const std::string& where) {
  JsonFields fields(value, where);
  RerunRun run;
  run.train = reference::run_record_from_json(fields.value("train"), fields.at("train"));
  run.evaluate = reference::run_record_from_json(fields.value("evaluate"), fields.at("evaluate"));
  run.exit_code = static_cast<std::int64_t>(fields.count("exit_code"));
  run.train_wall_ns = fields.count("train_wall_ns");
  run.eval_wall_ns = fields.count("eval_wall_ns");
  run.audit = result_from_json(fields, "audit", event_audit_from_json);
  if (fields.has("prefix")) {
    run.prefix = result_from_json(fields, "prefix", prefix_audit_from_json);
  }
  if (fields.has("normalization")) {
    run.normalization = result_from_json(fields, "normalization", normalization_from_json);
  }
  if (fields.has("decoding")) {
    run.decoding = result_from_json(fields, "decoding", decoding_from_json);
  }
  run.files = list_from_json(fields, "files", item_from_json);
  fields.finish();
  return run;
}

json replay_to_json(const ReplayEvidence& replay) {
  return {{"seed", replay.seed},
          {"first_event_root", replay.first_event_root},
          {"second_event_root", replay.second_event_root},
          {"first_sum_nats", number_to_json(replay.first_sum_nats)},
          {"second_sum_nats", number_to_json(replay.second_sum_nats)},
          {"files", list_to_json(replay.files, item_to_json)}};
}

ReplayEvidence replay_from_json(const json& value, const std::string& where) {
  JsonFields fields(value, where);
  ReplayEvidence replay;
  replay.seed = fields.count("seed");
  replay.first_event_root = fields.text("first_event_root");
  replay.second_event_root = fields.text("second_event_root");
  replay.first_sum_nats = number_from_json(fields, "first_sum_nats");
  replay.second_sum_nats = number_from_json(fields, "second_sum_nats");
  replay.files = list_from_json(fields, "files", item_from_json);
  fields.finish();
  return replay;
}

json rerun_to_json(const RerunEvidence& rerun) {
  return {{"profile", rerun.profile},
          {"full_scale", rerun.full_scale},
          {"runs", list_to_json(rerun.runs, run_to_json)},
          {"replay", result_to_json(rerun.replay, replay_to_json)}};
}

RerunEvidence rerun_from_json(const json& value, const std::string& where) {
  JsonFields fields(value, where);
  RerunEvidence rerun;
  rerun.profile = fields.text("profile");
  rerun.full_scale = fields.flag("full_scale");
  rerun.runs = list_from_json(fields, "runs", run_from_json);
  rerun.replay = result_from_json(fields, "replay", replay_from_json);
  fields.finish();
  return rerun;
}

}  // namespace

json evidence_to_json(const Evidence& evidence) {
  return {{"pull_request", result_to_json(evidence.pull_request, pull_request_to_json)},
          {"rerun", result_to_json(evidence.rerun, rerun_to_json)},
          {"source", result_to_json(evidence.source, source_evidence_to_json)}};
}

Evidence evidence_from_json(const json& value, const std::string& where) {
  JsonFields fields(value, where);
  Evidence evidence;
  if (fields.has("pull_request")) {
    evidence.pull_request = result_from_json(fields, "pull_request", pull_request_from_json);
  }
  if (fields.has("rerun")) {
    evidence.rerun = result_from_json(fields, "rerun", rerun_from_json);
  }
  if (fields.has("source")) {
    evidence.source = result_from_json(fields, "source", source_evidence_from_json);
  }
  fields.finish();
  return evidence;
}

}  // namespace verifier
