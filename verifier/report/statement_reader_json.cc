// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <set>

#include "reference_impl/base/json_text.h"
#include "reference_impl/base/sha256.h"
#include "verifier/report/check_json.h"
#include "verifier/report/envelope.h"
#include "verifier/report/facts_json.h"
#include "verifier/report/statement.h"
#include "verifier/report/view_json.h"

#include <nlohmann/json.hpp>

namespace verifier {
namespace {

using nlohmann::json;

// Every ResourceDescriptor below a value: an object with a name and a sha256.
void collect_descriptors(const JsonView& view, std::vector<Descriptor>& found) {
  if (view.value().is_array()) {
    for (const JsonView& item : view.items()) {
      collect_descriptors(item, found);
    }
  }
  if (!view.is_object()) {
    return;
  }
  const auto digest = view.find("digest");
  if (view.find("name") && digest && digest->is_object() && digest->find("sha256")) {
    found.push_back(descriptor_from_json(view));
    return;
  }
  for (const std::string& name : view.members()) {
    collect_descriptors(view.at(name), found);
  }
}

std::string submission_subject(const JsonView& root) {
  std::string digest;
  for (const JsonView& subject : root.at("subject").items()) {
    const std::string name = subject.at("name").filled_text();
    if (subject.at("digest").members().empty()) {
      subject.at("digest").refuse("at least one digest");
    }
    if (name == "submission") {
      digest = subject.at("digest").at("sha256").hex(64);
    }
  }
  if (digest.empty()) {
    root.at("subject").refuse("a subject named \"submission\"");
  }
  return digest;
}

VerifierIdentity read_verifier(const JsonView& view) {
  VerifierIdentity verifier;
  verifier.id = view.at("id").filled_text();
  verifier.version = view.at("version").filled_text();
  verifier.binary_sha256 = descriptor_from_json(view.at("binary")).sha256;
  const JsonView source = view.at("source");
  verifier.source_uri = source.at("uri").filled_text();
  const auto commit = source.at("digest").find("gitCommit");
  verifier.source_commit = commit ? commit->filled_text() : "";
  const JsonView self_test = view.at("selfTest");
  (void)descriptor_from_json(self_test.at("corpus"));
  check_killed(self_test);
  return verifier;
}

Policy read_policy(const JsonView& view) {
  Policy policy;
  const Descriptor rules = descriptor_from_json(view.at("rules"));
  policy.rules_name = rules.name;
  policy.rules_sha256 = rules.sha256;
  policy.required = view.at("required").texts();
  if (!std::is_sorted(policy.required.begin(), policy.required.end())) {
    view.at("required").refuse("check ids in order");
  }
  for (const JsonView& item : view.at("reference").items()) {
    (void)descriptor_from_json(item);
  }
  for (const JsonView& item : view.at("waivers").items()) {
    (void)descriptor_from_json(item);
    ++policy.waivers;
  }
  policy.stage = view.find_text("stage");
  policy.date = view.find_text("date");
  policy.track = view.find_text("track");
  return policy;
}

void check_inputs(const JsonView& view, const std::string& subject_sha256) {
  for (const char* name : {"tokenizer", "tokenBytes", "trainShards", "valShards"}) {
    (void)descriptor_from_json(view.at(name));
  }
  if (descriptor_from_json(view.at("submission")).sha256 != subject_sha256) {
    view.at("submission").refuse("the digest of the subject \"submission\"");
  }
  for (const std::string& name : view.at("totals").members()) {
    (void)view.at("totals").at(name).whole();
  }
}

void check_environment(const JsonView& view) {
  for (const char* name : {"image", "hardware", "software", "sandbox"}) {
    (void)descriptor_from_json(view.at(name));
  }
  (void)view.at("clockUncertaintyNs").whole();
}

StatementRun read_run(const JsonView& view) {
  StatementRun run;
  run.seed = view.at("seed").whole_or_text();
  run.seed_source = view.at("seedSource").filled_text();
  (void)descriptor_from_json(view.at("artifact"));
  (void)descriptor_from_json(view.at("log"));
  run.train_ns = view.at("trainNs").whole();
  run.eval_ns = view.at("evalNs").whole();
  run.exit_code = view.at("exitCode").integer();
  (void)view.at("eventRoot").hex(64);
  (void)view.at("eventCount").whole();
  run.val_bpb = view.at("scores").find_number("valBpb");
  run.score_label = view.at("scores").find_text("label");
  run.termination = view.find_text("terminationReason");
  run.profile = view.find_text("profile");
  const auto missing = view.find("notImplemented");
  run.not_implemented = missing ? missing->texts() : std::vector<std::string>();
  const auto scaled = view.find("scaled");
  if (scaled) {
    for (const std::string& field : scaled->members()) {
      run.scaled.emplace_back(field, scaled->at(field).text());
    }
  }
  return run;
}

Summary read_summary(const JsonView& view) {
  Summary summary;
  summary.status = view.at("status").filled_text();
  summary.exit_code = view.at("exitCode").integer();
  const JsonView counts = view.at("counts");
  summary.counts = {counts.at("pass").whole(), counts.at("fail").whole(),
                    counts.at("inconclusive").whole(), counts.at("notRun").whole()};
  summary.facts_digest = view.at("factsDigest").hex(64);
  summary.started_seconds = view.at("startedOn").utc_seconds();
  summary.finished_seconds = view.at("finishedOn").utc_seconds();
  summary.attempt = view.at("attempt").whole();
  for (const JsonView& item : view.at("previousAttempts").items()) {
    summary.previous_attempts.push_back(item.hex(64));
  }
  summary.folder = view.find_text("folder");
  return summary;
}

StatementTest read_test(const JsonView& view) {
  StatementTest test;
  test.rule = view.find_text("rule");
  test.reading = view.find_text("reading");
  test.status = view.find_text("status");
  test.reason = view.find_text("reason");
  test.gain = view.find_number("gain");
  test.p = view.find_number("p");
  test.alpha = view.find_number("alpha");
  test.smallest_passing_gain = view.find_number("smallestPassingGain");
  const auto power = view.find("power");
  if (power) {
    test.power = power->find_number("value");
    test.power_gain = power->find_number("gain");
  }
  return test;
}

StatementStatistics read_statistics(const JsonView& view) {
  StatementStatistics statistics;
  const auto reference = view.find("reference");
  statistics.reference = reference ? reference->find_text("name") : "";
  statistics.absent = view.find_text("absent");
  const auto tests = view.find("tests");
  for (const JsonView& item : tests ? tests->items() : std::vector<JsonView>()) {
    statistics.tests.push_back(read_test(item));
  }
  return statistics;
}

void read_checks(const JsonView& view, Statement& statement) {
  std::set<std::string> ids;
  for (const JsonView& item : view.items()) {
    statement.checks.push_back(check_from_json(item));
    if (!ids.insert(statement.checks.back().finding.check).second) {
      item.at("id").refuse("an id that stands once");
    }
  }
}

Statement read_predicate(const JsonView& root) {
  Statement statement;
  statement.submission_sha256 = submission_subject(root);
  const JsonView predicate = root.at("predicate");
  const std::string schema = predicate.at("schemaVersion").filled_text();
  if (!schema.starts_with("1.")) {
    predicate.at("schemaVersion").refuse("a schema version 1.x.y");
  }
  statement.verifier = read_verifier(predicate.at("verifier"));
  statement.policy = read_policy(predicate.at("policy"));
  check_inputs(predicate.at("inputs"), statement.submission_sha256);
  check_environment(predicate.at("environment"));
  statement.nonce_commitment = predicate.at("nonce").at("commitment").hex(64);
  statement.nonce_value = predicate.at("nonce").at("value").hex(64);
  for (const JsonView& item : predicate.at("runs").items()) {
    statement.runs.push_back(read_run(item));
  }
  read_checks(predicate.at("checks"), statement);
  const auto statistics = predicate.find("statistics");
  if (statistics) {
    statement.statistics = read_statistics(*statistics);
  }
  statement.summary = read_summary(predicate.at("summary"));
  collect_descriptors(predicate, statement.descriptors);
  statement.computed_facts_digest = facts_digest(predicate.value());
  return statement;
}

Failure refused(const std::string& step, const std::string& message) {
  return Failure{ErrorKind::bad_input, step, message};
}

// Empty where the member is the expected text, else what is wrong.
std::string wrong_type(const json& value, const char* member, std::string_view expected) {
  const Result<std::string> found =
      attempt([&] { return JsonView(value, "payload").at(member).text(); });
  if (!found.ok()) {
    return found.failure().message;
  }
  return found.value() == expected
             ? ""
             : "payload /" + std::string(member) + ": another type than " + std::string(expected);
}

}  // namespace

Result<Statement> read_statement(std::string_view payload) {
  const reference::JsonLimits limits{.depth = 64,
                                     .nodes = 2'000'000,
                                     .string_bytes = kLargestPayloadBytes,
                                     .exact_integers = true};
  const Result<json> value =
      attempt([&] { return reference::parse_json(payload, "payload", limits); });
  if (!value.ok()) {
    return refused("json", value.failure().message);
  }
  const std::string statement_type = wrong_type(value.value(), "_type", kStatementType);
  if (!statement_type.empty()) {
    return refused("statement-type", statement_type);
  }
  const std::string predicate_type = wrong_type(value.value(), "predicateType", kPredicateType);
  if (!predicate_type.empty()) {
    return refused("predicate-type", predicate_type);
  }
  Result<Statement> statement =
      attempt([&] { return read_predicate(JsonView(value.value(), "payload")); });
  if (!statement.ok()) {
    return refused("schema", statement.failure().message);
  }
  statement.value().payload_sha256 = reference::to_hex(reference::sha256(payload));
  statement.value().canonical = reference::canonical_json(value.value()) == payload;
  return statement;
}

std::vector<Finding> findings_of(const Statement& statement) {
  std::vector<Finding> findings;
  findings.reserve(statement.checks.size());
  for (const StatementCheck& check : statement.checks) {
    findings.push_back(check.finding);
  }
  return findings;
}

Verdict verdict_of(const Statement& statement) {
  return decide(findings_of(statement), statement.policy.required);
}

Counts count(const std::vector<Finding>& findings) {
  Counts counts;
  for (const Finding& finding : findings) {
    switch (finding.status) {
      case Status::pass:
        ++counts.pass;
        break;
      case Status::fail:
        ++counts.fail;
        break;
      case Status::inconclusive:
        ++counts.inconclusive;
        break;
      case Status::not_run:
        ++counts.not_run;
        break;
    }
  }
  return counts;
}

}  // namespace verifier
