// SPDX-License-Identifier: Apache-2.0
#include "verifier/report/run_json.h"

#include <algorithm>

#include "reference_impl/base/json_text.h"
#include "reference_impl/base/sha256.h"
#include "verifier/base/escape.h"
#include "verifier/report/check_json.h"
#include "verifier/report/claim_json.h"

#include <nlohmann/json.hpp>

namespace verifier {
namespace {

using nlohmann::json;
using reference::EvaluationPart;
using reference::NamedFile;
using reference::RunRecord;
using reference::Score;

// Root of a tree without leaves (RFC 6962): SHA-256 of nothing.
constexpr std::string_view kEmptyRoot =
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

EvidenceItem item_of(const NamedFile& file) {
  return {file.name, file.sha256, file.bytes};
}

// The score that a run stands for: the submitted way of scoring, else the closest one there is.
const Score* main_score(const std::vector<Score>& scores) {
  for (const char* label : {"cache", "sliding", "non_overlapping"}) {
    const auto it = std::find_if(scores.begin(), scores.end(),
                                 [&](const Score& score) { return score.label == label; });
    if (it != scores.end()) {
      return &*it;
    }
  }
  return scores.empty() ? nullptr : &scores.back();
}

json score_json(const Score& score) {
  return {{"bytes", score.bytes},   {"label", score.label},    {"sumNats", score.sum_nats},
          {"tokens", score.tokens}, {"valBpb", score.val_bpb}, {"valLoss", score.val_loss}};
}

json scores_json(const RunRecord& record) {
  json scores = json::object();
  const Score* best = record.evaluation ? main_score(record.evaluation->scores) : nullptr;
  if (best == nullptr) {
    return scores;
  }
  scores = {{"label", best->label}, {"valBpb", best->val_bpb}, {"valLoss", best->val_loss}};
  scores["all"] = json::array();
  for (const Score& score : record.evaluation->scores) {
    scores["all"].push_back(score_json(score));
  }
  return scores;
}

json log_json(const RerunRun& run, const std::vector<std::string>& stored) {
  for (const EvidenceItem& item : run.files) {
    if (item.name.find(".log") != std::string::npos || item.name.ends_with(".txt")) {
      return stored_descriptor_to_json(item, stored);
    }
  }
  return absent_note("log", "the run left no log");
}

std::string termination_of(const RerunRun& run) {
  const bool trained = run.train.termination == "complete";
  return trained ? run.evaluate.termination : run.train.termination;
}

json not_implemented_json(const RerunRun& run) {
  std::vector<std::string> fields = run.train.not_implemented;
  fields.insert(fields.end(), run.evaluate.not_implemented.begin(),
                run.evaluate.not_implemented.end());
  std::sort(fields.begin(), fields.end());
  fields.erase(std::unique(fields.begin(), fields.end()), fields.end());
  return fields;
}

json scaled_json(const RerunRun& run) {
  json scaled = json::object();
  for (const RunRecord* record : {&run.train, &run.evaluate}) {
    for (const auto& [field, change] : record->scaled) {
      scaled[field] = change;
    }
  }
  return scaled;
}

// What the run published of its own audit: key, salt and table set let anybody recompute the state
// digests.
void add_audit(const RunRecord& record, const Result<EventAudit>& audit, json& run) {
  const bool evaluated = record.evaluation.has_value();
  run["eventCount"] = evaluated ? record.evaluation->event_count : 0;
  const bool has_root = evaluated && record.evaluation->event_count > 0;
  run["eventRoot"] = has_root ? record.evaluation->event_root : std::string(kEmptyRoot);
  if (evaluated) {
    run["auditKey"] = record.evaluation->audit_key;
    run["auditSalt"] = record.evaluation->audit_salt;
    run["auditKeyIsTestKey"] = record.evaluation->audit_key_is_test_key;
  }
  if (audit.ok()) {
    run["digestSet"] = audit.value().digest_set;
  }
}

json run_json(const RerunRun& run, const Report& report, const std::string& profile) {
  const bool has_artifact = run.train.training && !run.train.training->artifact.sha256.empty();
  json one = {{"artifact", has_artifact ? stored_descriptor_to_json(
                                              item_of(run.train.training->artifact), report.stored)
                                        : absent_note("artifact", "the run produced no artifact")},
              {"evalNs", whole_to_json(run.eval_wall_ns)},
              {"exitCode", run.exit_code},
              {"log", log_json(run, report.stored)},
              {"notImplemented", not_implemented_json(run)},
              {"profile", profile},
              {"recipeSha256", run.train.recipe_sha256},
              {"scaled", scaled_json(run)},
              {"scores", scores_json(run.evaluate)},
              {"seed", whole_to_json(run.train.seed)},
              {"seedSource", report.seed_source.empty() ? "recipe" : report.seed_source},
              {"terminationReason", escape_for_terminal(termination_of(run))},
              {"trainNs", whole_to_json(run.train_wall_ns)},
              {"worldSize", run.evaluate.world_size}};
  if (run.train.training) {
    one["steps"] = run.train.training->steps;
    one["trainLoopNs"] = whole_to_json(run.train.training->train_ns);
  }
  if (run.evaluate.evaluation) {
    one["evalLoopNs"] = whole_to_json(run.evaluate.evaluation->eval_ns);
  }
  add_audit(run.evaluate, run.audit, one);
  return one;
}

const RerunRun* first_run(const Report& report) {
  const bool any = report.evidence.rerun.ok() && !report.evidence.rerun.value().runs.empty();
  return any ? &report.evidence.rerun.value().runs.front() : nullptr;
}

std::string shard_list(const std::vector<NamedFile>& shards) {
  std::string text;
  for (const NamedFile& shard : shards) {
    text += shard.sha256 + " " + std::to_string(shard.bytes) + " " +
            escape_for_terminal(shard.name) + "\n";
  }
  return text;
}

EvidenceItem item_of(const Document& document) {
  return {document.name, reference::to_hex(reference::sha256(document.bytes)),
          document.bytes.size()};
}

json totals_json(const RerunRun* run) {
  if (run == nullptr || !run->evaluate.evaluation) {
    return json::object();
  }
  const EvaluationPart& part = *run->evaluate.evaluation;
  return {{"valBytes", part.val_bytes}, {"valTokens", part.val_tokens}};
}

}  // namespace

json absent_note(const std::string& what, const std::string& why) {
  const Document text{what, reference::canonical_json({{"absent", what}, {"because", why}})};
  json note = descriptor_to_json(item_of(text));
  note["annotations"]["absent"] = why;
  return note;
}

std::vector<Document> shard_lists(const Report& report) {
  const RerunRun* run = first_run(report);
  if (run == nullptr) {
    return {};
  }
  return {{"train.list", shard_list(run->train.train_shards)},
          {"val.list", shard_list(run->evaluate.val_shards)}};
}

json runs_json(const Report& report) {
  json runs = json::array();
  if (report.evidence.rerun.ok()) {
    const RerunEvidence& rerun = report.evidence.rerun.value();
    for (const RerunRun& run : rerun.runs) {
      runs.push_back(run_json(run, report, rerun.profile));
    }
  }
  return runs;
}

json inputs_json(const Report& report) {
  const RerunRun* run = first_run(report);
  const std::string no_run = "nothing was run again";
  json inputs = {
      {"claim", claim_json(report.submission)},
      {"submission",
       {{"digest", {{"sha256", report.submission.manifest_sha256}}}, {"name", "manifest"}}},
      {"totals", totals_json(run)}};
  inputs["tokenizer"] =
      absent_note("tokenizer", run == nullptr ? no_run : "scoring used the token table alone");
  inputs["tokenBytes"] = run != nullptr && !run->evaluate.token_table.sha256.empty()
                             ? descriptor_to_json(item_of(run->evaluate.token_table))
                             : absent_note("token-bytes", no_run);
  const std::vector<Document> lists = shard_lists(report);
  inputs["trainShards"] =
      lists.empty() ? absent_note("train.list", no_run) : descriptor_to_json(item_of(lists[0]));
  inputs["valShards"] =
      lists.empty() ? absent_note("val.list", no_run) : descriptor_to_json(item_of(lists[1]));
  return inputs;
}

json artifact_subjects(const Report& report) {
  json subjects = json::array();
  if (!report.evidence.rerun.ok()) {
    return subjects;
  }
  for (const RerunRun& run : report.evidence.rerun.value().runs) {
    if (run.train.training && !run.train.training->artifact.sha256.empty()) {
      subjects.push_back({{"digest", {{"sha256", run.train.training->artifact.sha256}}},
                          {"name", "artifact/" + std::to_string(run.train.seed)}});
    }
  }
  return subjects;
}

}  // namespace verifier
