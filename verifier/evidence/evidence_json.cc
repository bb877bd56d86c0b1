// SPDX-License-Identifier: Apache-2.0
#include "verifier/evidence/evidence.h"

#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <utility>

#include "reference_impl/base/json_fields.h"

#include <nlohmann/json.hpp>

namespace verifier {
namespace {

using nlohmann::json;
using reference::JsonFields;

// ---- Small parts

// Integers beyond 2^53-1 (the segment of a checkpoint before the first) travel as decimal strings.
json big_to_json(std::uint64_t value) {
  return value <= reference::kLargestJsonInteger ? json(value) : json(std::to_string(value));
}

std::uint64_t big_from_json(JsonFields& fields, const std::string& name) {
  if (!fields.value(name).is_string()) {
    return fields.count(name);
  }
  const std::string digits = fields.text(name);
  std::uint64_t value = 0;
  const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  const bool good = parsed.ec == std::errc() && parsed.ptr == digits.data() + digits.size();
  if (!good || value <= reference::kLargestJsonInteger) {
    fields.refuse(name, "expected an integer, as a string only above 2^53-1");
  }
  return value;
}

// A sum that diverged is not finite, which JSON cannot carry: null stands for it.
json number_to_json(double value) {
  return std::isfinite(value) ? json(value) : json(nullptr);
}

double number_from_json(JsonFields& fields, const std::string& name) {
  return fields.value(name).is_null() ? std::numeric_limits<double>::quiet_NaN()
                                      : fields.number(name);
}

template <typename T>
json list_to_json(const std::vector<T>& items, json (*write)(const T&)) {
  json list = json::array();
  for (const T& item : items) {
    list.push_back(write(item));
  }
  return list;
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

json text_to_json(const std::string& text) {
  return text;
}

std::string text_from_json(const json& value, const std::string& where) {
  if (!value.is_string()) {
    throw Error(ErrorKind::bad_input, where + ": expected a string");
  }
  return value.get<std::string>();
}

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

// ---- The audit of one run's events

json item_to_json(const EvidenceItem& item) {
  return {{"name", item.name}, {"sha256", item.sha256}, {"bytes", item.bytes}};
}

EvidenceItem item_from_json(const json& value, const std::string& where) {
  JsonFields fields(value, where);
  EvidenceItem item{fields.text("name"), fields.text("sha256"), fields.count("bytes")};
  fields.finish();
  return item;
}

json breach_to_json(const InvariantBreach& breach) {
  return {{"invariant", breach.invariant},
          {"count", breach.count},
          {"rank", big_to_json(breach.rank)},
          {"segment", big_to_json(breach.segment)},
          {"first", big_to_json(breach.first)},
          {"last", big_to_json(breach.last)},
          {"what", breach.what}};
}

InvariantBreach breach_from_json(const json& value, const std::string& where) {
  JsonFields fields(value, where);
  InvariantBreach breach;
  breach.invariant = fields.text("invariant");
  breach.count = fields.count("count");
  breach.rank = big_from_json(fields, "rank");
  breach.segment = big_from_json(fields, "segment");
  breach.first = big_from_json(fields, "first");
  breach.last = big_from_json(fields, "last");
  breach.what = fields.text("what");
  fields.finish();
  return breach;
}

json audit_to_json(const EventAudit& audit) {
  return {{"positions", audit.positions},
          {"scorings", audit.scorings},
          {"positions_scored", audit.positions_scored},
          {"rescored_positions", audit.rescored_positions},
          {"first_rescored", audit.first_rescored},
          {"last_rescored", audit.last_rescored},
          {"most_scorings", audit.most_scorings},
          {"scored_after_insert", audit.scored_after_insert},
          {"updates_between_repeats", audit.updates_between_repeats},
          {"checked", list_to_json(audit.checked, text_to_json)},
          {"breaches", list_to_json(audit.breaches, breach_to_json)},
          {"files", list_to_json(audit.files, item_to_json)}};
}

EventAudit audit_from_json(const json& value, const std::string& where) {
  JsonFields fields(value, where);
  EventAudit audit;
  audit.positions = fields.count("positions");
  audit.scorings = fields.count("scorings");
  audit.positions_scored = fields.count("positions_scored");
  audit.rescored_positions = fields.count("rescored_positions");
  audit.first_rescored = fields.count("first_rescored");
  audit.last_rescored = fields.count("last_rescored");
  audit.most_scorings = fields.count("most_scorings");
  audit.scored_after_insert = fields.count("scored_after_insert");
  audit.updates_between_repeats = fields.flag("updates_between_repeats");
  audit.checked = list_from_json(fields, "checked", text_from_json);
  audit.breaches = list_from_json(fields, "breaches", breach_from_json);
  audit.files = list_from_json(fields, "files", item_from_json);
  fields.finish();
  return audit;
}

// ---- Runs

json run_to_json(const RerunRun& run) {
  return {{"train", reference::run_record_to_json(run.train)},
          {"evaluate", reference::run_record_to_json(run.evaluate)},
          {"exit_code", run.exit_code},
          {"train_wall_ns", run.train_wall_ns},
          {"eval_wall_ns", run.eval_wall_ns},
          {"audit", result_to_json(run.audit, audit_to_json)},
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
  run.audit = result_from_json(fields, "audit", audit_from_json);
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
  return {{"rerun", result_to_json(evidence.rerun, rerun_to_json)}};
}

Evidence evidence_from_json(const json& value, const std::string& where) {
  JsonFields fields(value, where);
  Evidence evidence;
  evidence.rerun = result_from_json(fields, "rerun", rerun_from_json);
  fields.finish();
  return evidence;
}

}  // namespace verifier
