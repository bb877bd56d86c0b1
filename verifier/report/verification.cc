// SPDX-License-Identifier: Apache-2.0
#include "verifier/report/verification.h"

#include <algorithm>
#include <array>

#include "verifier/base/escape.h"
#include "verifier/report/verification_context.h"

namespace verifier {
namespace {

constexpr std::array<std::string_view, 18> kSteps = {
    "size",           "envelope",       "decode", "threshold", "payload-type",    "json",
    "statement-type", "predicate-type", "schema", "aggregate", "required-checks", "rules",
    "verifier",       "subject",        "nonce",  "evidence",  "freshness",       "attempts"};

Failure refused(std::string_view step, const std::string& message) {
  return Failure{ErrorKind::bad_input, std::string(step), message};
}

std::string text_of(const Counts& counts) {
  return std::to_string(counts.pass) + " pass, " + std::to_string(counts.fail) + " fail, " +
         std::to_string(counts.inconclusive) + " inconclusive, " + std::to_string(counts.not_run) +
         " not run";
}

// Empty where the summary says what its checks say.
std::string aggregate_problem(const Statement& statement) {
  const bool waived = statement.policy.waivers != 0 ||
                      std::any_of(statement.checks.begin(), statement.checks.end(),
                                  [](const StatementCheck& check) { return check.waived; });
  if (waived) {
    return "the report has waivers, and this build cannot check a waiver's signature";
  }
  const Verdict verdict = verdict_of(statement);
  if (statement.summary.status != to_string(verdict) ||
      statement.summary.exit_code != exit_code(verdict)) {
    return "the checks give " + std::string(to_string(verdict)) + " (" +
           std::to_string(exit_code(verdict)) + "), the summary says " +
           escape_for_terminal(statement.summary.status) + " (" +
           std::to_string(statement.summary.exit_code) + ")";
  }
  const Counts counts = count(findings_of(statement));
  if (!(counts == statement.summary.counts)) {
    return "the checks count " + text_of(counts) + ", the summary says " +
           text_of(statement.summary.counts);
  }
  return "";
}

std::string first_missing(const Statement& statement, const std::vector<std::string>& required) {
  for (const std::string& id : required) {
    const bool present =
        std::any_of(statement.checks.begin(), statement.checks.end(),
                    [&](const StatementCheck& check) { return check.finding.check == id; });
    if (!present) {
      return id;
    }
  }
  return "";
}

}  // namespace

std::span<const std::string_view> verification_steps() {
  return kSteps;
}

Result<SignedPayload> verify_signatures(std::string_view text, const std::string& name,
                                        const std::vector<PublicKey>& keys, std::size_t threshold) {
  Result<Envelope> envelope = read_envelope(text, name);
  if (!envelope.ok()) {
    return envelope.failure();
  }
  Envelope& found = envelope.value();
  const std::string message = pre_authentication(found.payload_type, found.payload);
  std::vector<PublicKey> signers;
  for (const PublicKey& key : keys) {
    // Every key is tried on every signature: a keyid is a hint and decides nothing.
    const bool signed_by_key = std::any_of(
        found.signatures.begin(), found.signatures.end(),
        [&](const EnvelopeSignature& item) { return verifies(key, message, item.bytes); });
    const bool counted = std::find(signers.begin(), signers.end(), key) != signers.end();
    if (signed_by_key && !counted) {
      signers.push_back(key);
    }
  }
  if (threshold == 0 || signers.size() < threshold) {
    return refused("threshold",
                   name + ": " + std::to_string(found.signatures.size()) + " signatures, " +
                       std::to_string(signers.size()) + " of the " + std::to_string(keys.size()) +
                       " trusted keys signed these bytes, expected " + std::to_string(threshold));
  }
  return SignedPayload{found.payload_type, std::move(found.payload), std::move(signers)};
}

Result<Statement> verify_payload(const SignedPayload& payload,
                                 const std::vector<std::string>& required) {
  if (payload.payload_type != kPayloadType) {
    return refused("payload-type", "the payload type is \"" +
                                       escape_for_terminal(payload.payload_type, 200) +
                                       "\", expected " + std::string(kPayloadType));
  }
  return verify_statement(payload.payload, required);
}

Result<Statement> verify_statement(std::string_view payload,
                                   const std::vector<std::string>& required) {
  Result<Statement> statement = read_statement(payload);
  if (!statement.ok()) {
    return statement;
  }
  const std::string aggregate = aggregate_problem(statement.value());
  if (!aggregate.empty()) {
    return refused("aggregate", aggregate);
  }
  for (const auto& list : {statement.value().policy.required, required}) {
    const std::string missing = first_missing(statement.value(), list);
    if (!missing.empty()) {
      return refused("required-checks",
                     "the check " + escape_for_terminal(missing, 200) + " is required and absent");
    }
  }
  return statement;
}

Result<VerifiedReport> verify_report(std::string_view text, const std::string& name,
                                     const Trust& trust, const VerificationContext& context) {
  const std::vector<PublicKey> keys = keys_valid_at(trust, context.now_seconds);
  Result<SignedPayload> signed_payload = verify_signatures(text, name, keys, trust.threshold);
  if (!signed_payload.ok()) {
    return signed_payload.failure();
  }
  Result<Statement> statement = verify_payload(signed_payload.value(), trust.required);
  if (!statement.ok()) {
    return statement.failure();
  }
  VerifiedReport report;
  report.statement = std::move(statement.value());
  report.payload = std::move(signed_payload.value().payload);
  report.signers = std::move(signed_payload.value().signers);
  report.verdict = verdict_of(report.statement);
  if (!report.statement.canonical) {
    report.notes.push_back("the payload is not canonical JSON, so another program wrote it");
  }
  const std::optional<Failure> problem = context_problem(trust, context, report);
  if (problem) {
    return *problem;
  }
  return report;
}

}  // namespace verifier
