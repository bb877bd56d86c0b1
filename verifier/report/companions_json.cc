// SPDX-License-Identifier: Apache-2.0
#include "verifier/report/companions.h"

#include <algorithm>

#include "reference_impl/base/json_text.h"
#include "verifier/base/utc_time.h"
#include "verifier/report/envelope.h"
#include "verifier/report/statement.h"
#include "verifier/report/words.h"

#include <nlohmann/json.hpp>

namespace verifier {
namespace {

using nlohmann::json;

bool is_advisory_fail(const Finding& finding) {
  return finding.status == Status::fail && finding.severity == "advisory";
}

std::vector<std::string> ids_where(const Statement& statement, bool (*wanted)(const Finding&)) {
  std::vector<std::string> ids;
  for (const StatementCheck& check : statement.checks) {
    if (wanted(check.finding)) {
      ids.push_back(check.finding.check);
    }
  }
  return ids;
}

json statement_about(const json& subjects, std::string_view type, json predicate) {
  return {{"_type", kStatementType},
          {"predicate", std::move(predicate)},
          {"predicateType", type},
          {"subject", subjects}};
}

json test_result(const Statement& statement, const json& rules) {
  const std::vector<std::string> warned = ids_where(statement, is_advisory_fail);
  const bool passed = verdict_of(statement) == Verdict::pass;
  return {{"configuration", json::array({rules})},
          {"failedTests", ids_where(statement, blocks)},
          {"passedTests",
           ids_where(statement, [](const Finding& f) { return f.status == Status::pass; })},
          {"result", !passed          ? "FAILED"
                     : warned.empty() ? "PASSED"
                                      : "WARNED"},
          {"warnedTests", warned}};
}

json verification_result(const Statement& statement, const json& rules) {
  return {{"properties", ids_where(statement,
                                   [](const Finding& f) {
                                     return f.status == Status::pass && f.severity != "advisory";
                                   })},
          {"timeCreated", rfc3339_text(statement.summary.finished_seconds)},
          {"verifier", {{"id", statement.verifier.id}, {"policies", json::array({rules})}}}};
}

}  // namespace

std::vector<std::string> companion_payloads(std::string_view payload) {
  const Result<Statement> read = read_statement(payload);
  if (!read.ok()) {
    throw Error(read.failure().kind, read.failure().message);
  }
  const reference::JsonLimits limits{
      .depth = 64, .nodes = 2'000'000, .string_bytes = kLargestPayloadBytes};
  const json root = reference::parse_json(payload, "payload", limits);
  const json& subjects = root.at("subject");
  const json& rules = root.at("predicate").at("policy").at("rules");
  const Statement& statement = read.value();
  std::vector<std::string> payloads = {reference::canonical_json(
      statement_about(subjects, kTestResultType, test_result(statement, rules)))};
  if (verdict_of(statement) == Verdict::pass) {
    payloads.push_back(reference::canonical_json(
        statement_about(subjects, kVerificationResultType, verification_result(statement, rules))));
  }
  return payloads;
}

}  // namespace verifier
