// SPDX-License-Identifier: Apache-2.0
#include "verifier/report/signing.h"

#include "reference_impl/base/file.h"
#include "reference_impl/base/json_text.h"
#include "verifier/report/companions.h"
#include "verifier/report/evidence_folder.h"
#include "verifier/report/verification.h"

#include <nlohmann/json.hpp>

namespace verifier {
namespace {

Failure refused(const std::string& step, const std::string& message) {
  return Failure{ErrorKind::bad_input, step, message};
}

Result<std::string> canonical_text(std::string_view statement_text) {
  const reference::JsonLimits limits{.depth = 64,
                                     .nodes = 2'000'000,
                                     .string_bytes = kLargestPayloadBytes,
                                     .exact_integers = true};
  const Result<std::string> text = attempt([&] {
    return reference::canonical_json(reference::parse_json(statement_text, "statement", limits));
  });
  return text.ok() ? text : refused("json", text.failure().message);
}

std::string evidence_problem(const EvidenceCheck& check) {
  if (!check.different.empty()) {
    return check.different.front();
  }
  return check.missing.empty() ? ""
                               : "evidence/" + check.missing.front() +
                                     ": the statement says it is stored, and it is not there";
}

}  // namespace

Result<std::string> payload_to_sign(std::string_view statement_text,
                                    const std::filesystem::path& evidence_folder) {
  Result<std::string> payload = canonical_text(statement_text);
  if (!payload.ok()) {
    return payload;
  }
  if (payload.value().size() > kLargestPayloadBytes) {
    return refused("size", "the statement has " + std::to_string(payload.value().size()) +
                               " bytes, at most " + std::to_string(kLargestPayloadBytes));
  }
  const Result<Statement> statement = verify_statement(payload.value(), {});
  if (!statement.ok()) {
    return statement.failure();
  }
  if (statement.value().summary.facts_digest != statement.value().computed_facts_digest) {
    return refused("facts", "policy, inputs and static checks give the facts digest " +
                                statement.value().computed_facts_digest + ", the summary says " +
                                statement.value().summary.facts_digest);
  }
  const std::string problem =
      evidence_problem(check_evidence(evidence_folder, statement.value().descriptors));
  return problem.empty() ? payload : refused("evidence", problem);
}

std::vector<Envelope> sign_with_companions(const SigningKey& key, const std::string& payload) {
  std::vector<Envelope> envelopes = {sign_payload(key, kPayloadType, payload)};
  for (const std::string& companion : companion_payloads(payload)) {
    envelopes.push_back(sign_payload(key, kPayloadType, companion));
  }
  return envelopes;
}

void write_report(const std::filesystem::path& folder, const std::vector<Envelope>& envelopes) {
  require(!envelopes.empty(), "a report has an envelope");
  std::string lines;
  for (const Envelope& envelope : envelopes) {
    lines += envelope_text(envelope) + "\n";
  }
  reference::write_file(folder / "report.sigstore.json", sigstore_bundle_text(envelopes.front()));
  reference::write_file(folder / "report.intoto.jsonl", lines);
  reference::write_file(folder / kReportFile, envelope_text(envelopes.front()));
}

}  // namespace verifier
