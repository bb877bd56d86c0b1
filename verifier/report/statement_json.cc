// SPDX-License-Identifier: Apache-2.0
#include "verifier/report/statement.h"

#include <algorithm>

#include "reference_impl/base/json_text.h"
#include "reference_impl/base/sha256.h"
#include "reference_impl/base/utf8.h"
#include "verifier/base/escape.h"
#include "verifier/base/utc_time.h"
#include "verifier/report/check_json.h"
#include "verifier/report/facts_json.h"
#include "verifier/report/report.h"
#include "verifier/report/report_schema.h"
#include "verifier/report/run_json.h"
#include "verifier/report/self_test.h"
#include "verifier/report/statistics_json.h"

#include <nlohmann/json.hpp>

namespace verifier {
namespace {

using nlohmann::json;

constexpr std::size_t kLongestEvidenceText = 1U << 20U;
constexpr std::string_view kVerifierId = "https://verify.example/verifier/v1";
constexpr std::string_view kNoImage = "the run was not inside a container image known by digest";

json sha256_json(const std::string& digest) {
  return {{"sha256", digest}};
}

json totals_json(const SelfTest& self_test, const Detection& of) {
  return {{"falseAlarms", self_test.false_alarms}, {"killed", of.killed}, {"mutants", of.mutants}};
}

json self_test_json(const SelfTest& self_test) {
  json object = totals_json(self_test, {self_test.mutants, self_test.killed});
  object["corpus"] = descriptor_to_json(self_test.corpus);
  return object;
}

json verifier_json(const VerifierFacts& facts, const SelfTest& self_test) {
  // The commit where the build knows it; else the executable itself is all that can be named.
  const json source = facts.source_commit.empty() ? sha256_json(facts.binary.sha256)
                                                  : json{{"gitCommit", facts.source_commit}};
  return {{"binary", descriptor_to_json(facts.binary)},
          {"id", kVerifierId},
          {"selfTest", self_test_json(self_test)},
          {"source",
           {{"digest", source}, {"uri", facts.source_uri.empty() ? "unknown" : facts.source_uri}}},
          {"version", facts.version}};
}

// The board of earlier records that the statistics were held against.
json reference_json(const Board& board) {
  return board.sha256.empty()
             ? json::array()
             : json::array({descriptor_to_json({board.file, board.sha256, board.bytes})});
}

json policy_json(const Report& report) {
  const Rulebook& rules = report.rulebook;
  json policy = {{"date", report.date},
                 {"reference", reference_json(rules.board)},
                 {"required", required_checks(report.stage)},
                 {"rules", descriptor_to_json({rules.file, rules.sha256, rules.bytes})},
                 {"stage", to_string(report.stage)},
                 {"track", escape_for_terminal(report.submission.track)},
                 {"waivers", json::array()}};
  if (!report.date_source.empty()) {
    policy["dateSource"] = report.date_source;
  }
  return policy;
}

json host_document(const EvidenceItem& item, const std::string& name, const Report& report) {
  return item.sha256.empty() ? absent_note(name, "this was not recorded")
                             : stored_descriptor_to_json(item, report.stored);
}

json environment_json(const Report& report) {
  const HostDocuments& host = report.host;
  return {
      {"clockUncertaintyNs", host.clock_uncertainty_ns},
      {"hardware", host_document(host.hardware, "hardware", report)},
      {"image", host.image.sha256.empty() ? absent_note("image", std::string(kNoImage))
                                          : stored_descriptor_to_json(host.image, report.stored)},
      {"sandbox", host_document(host.sandbox, "sandbox", report)},
      {"software", host_document(host.software, "software", report)}};
}

json nonce_json(const std::string& nonce) {
  require(nonce.size() == 32, "a nonce has 32 bytes");
  return {{"commitment", reference::to_hex(reference::sha256(nonce))},
          {"value", reference::to_hex(reference::as_bytes(nonce))}};
}

const Rule* rule_of(const Finding& finding, const Rulebook& rulebook) {
  const auto it = std::find_if(rulebook.rules.begin(), rulebook.rules.end(), [&](const Rule& rule) {
    return !finding.rule.empty() && rule.pointer == finding.rule;
  });
  return it == rulebook.rules.end() ? nullptr : &*it;
}

// A check of event files says how good this build is at it; one of logs and files is not tried by
// planted cheats.
json checks_json(const Report& report, const SelfTest& self_test) {
  json checks = json::array();
  for (const Finding& finding : report.findings) {
    json check = check_to_json(finding, rule_of(finding, report.rulebook), report.stored);
    const auto detection = detection_of(self_test, finding.check);
    if (detection && finding.method == "rerun") {
      check["detection"] = totals_json(self_test, *detection);
    }
    checks.push_back(std::move(check));
  }
  return checks;
}

json summary_json(const Report& report, const std::string& facts) {
  const Verdict verdict = verdict_of(report);
  const Counts counts = count(report.findings);
  return {{"attempt", report.attempt},
          {"counts",
           {{"fail", counts.fail},
            {"inconclusive", counts.inconclusive},
            {"notRun", counts.not_run},
            {"pass", counts.pass}}},
          {"exitCode", exit_code(verdict)},
          {"factsDigest", facts},
          {"finishedOn", rfc3339_text(report.finished_seconds)},
          {"folder", escape_for_terminal(report.submission.name)},
          {"previousAttempts", report.previous_attempts},
          {"startedOn", rfc3339_text(report.started_seconds)},
          {"status", to_string(verdict)}};
}

// A file's name and a line of a log may be any bytes; JSON text is UTF-8.
void make_utf8(json& value) {
  if (value.is_structured()) {
    for (json& item : value) {
      make_utf8(item);
    }
  } else if (value.is_string() && !reference::is_utf8(value.get_ref<const std::string&>())) {
    value = escape_for_terminal(value.get_ref<const std::string&>(), kLongestEvidenceText);
  }
}

Document evidence_document(const Report& report) {
  json evidence = evidence_to_json(report.evidence);
  make_utf8(evidence);
  return {"evidence.json", reference::canonical_json(evidence)};
}

Document schema_document() {
  return {std::string(kSchemaFile), std::string(report_schema())};
}

json document_descriptor(const Document& document) {
  json descriptor = descriptor_to_json(
      {document.name, reference::to_hex(reference::sha256(document.bytes)), document.bytes.size()});
  descriptor["annotations"]["stored"] = true;
  return descriptor;
}

}  // namespace

json statement_json(const Report& report) {
  require(!report.submission.manifest_sha256.empty(), "a report needs the manifest's digest");
  const SelfTest self_test = embedded_self_test();
  json predicate = {{"checks", checks_json(report, self_test)},
                    {"environment", environment_json(report)},
                    {"evidence", document_descriptor(evidence_document(report))},
                    {"inputs", inputs_json(report)},
                    {"nonce", nonce_json(report.nonce)},
                    {"policy", policy_json(report)},
                    {"runs", runs_json(report)},
                    {"schema", document_descriptor(schema_document())},
                    {"schemaVersion", kSchemaVersion},
                    {"statistics", statistics_json(report)},
                    {"verifier", verifier_json(report.verifier, self_test)}};
  predicate["summary"] = summary_json(report, facts_digest(predicate));
  json subjects = json::array();
  subjects.push_back(
      {{"digest", sha256_json(report.submission.manifest_sha256)}, {"name", "submission"}});
  for (json& artifact : artifact_subjects(report)) {
    subjects.push_back(std::move(artifact));
  }
  return {{"_type", kStatementType},
          {"predicate", std::move(predicate)},
          {"predicateType", kPredicateType},
          {"subject", std::move(subjects)}};
}

std::string statement_text(const Report& report) {
  return reference::canonical_json(statement_json(report));
}

std::vector<Document> documents_of(const Report& report) {
  std::vector<Document> documents = shard_lists(report);
  documents.push_back(evidence_document(report));
  documents.push_back(schema_document());
  documents.push_back({"kill_table.json", std::string(kill_table_text())});
  return documents;
}

}  // namespace verifier
