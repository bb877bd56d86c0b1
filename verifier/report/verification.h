// SPDX-License-Identifier: Apache-2.0
// Decides whether a report can be believed: the steps of `verify-report` in their order, the first
// failure named (report specification, section 9). Nothing inside a report can shorten the list,
// and the bytes that are parsed are the very bytes whose signature was checked.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "verifier/base/result.h"
#include "verifier/report/envelope.h"
#include "verifier/report/statement.h"
#include "verifier/report/trust.h"

namespace verifier {

// A payload whose signatures met the threshold.
struct SignedPayload {
  std::string payload_type;
  std::string payload;
  std::vector<PublicKey> signers;  // distinct trusted keys that signed
};

// What the reader has in hand besides the report.
struct VerificationContext {
  std::int64_t now_seconds = 0;
  std::optional<std::string> submission_sha256;          // recomputed from the folder in hand
  std::optional<std::filesystem::path> evidence_folder;  // evidence/ beside the report
};

struct VerifiedReport {
  std::string payload;
  Statement statement;
  Verdict verdict = Verdict::inconclusive;
  std::vector<PublicKey> signers;
  std::vector<std::string> notes;  // what was not looked at, and why; never a failure
};

// The names of all steps, in order. A Failure of the functions below has one of them as reason.
std::span<const std::string_view> verification_steps();

// Steps "size" to "threshold".
Result<SignedPayload> verify_signatures(std::string_view text, const std::string& name,
                                        const std::vector<PublicKey>& keys, std::size_t threshold);

// Steps "payload-type" to "required-checks"; `required` comes on top of the payload's own policy.
Result<Statement> verify_payload(const SignedPayload& payload,
                                 const std::vector<std::string>& required);

// Schema, aggregate, counts and required checks of a payload that may not be signed yet.
Result<Statement> verify_statement(std::string_view payload,
                                   const std::vector<std::string>& required);

// All steps.
Result<VerifiedReport> verify_report(std::string_view text, const std::string& name,
                                     const Trust& trust, const VerificationContext& context);

}  // namespace verifier
