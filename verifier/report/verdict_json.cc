// SPDX-License-Identifier: Apache-2.0
#include "verifier/report/verdict_json.h"

#include "reference_impl/base/json_text.h"
#include "verifier/base/escape.h"

#include <nlohmann/json.hpp>

namespace verifier {
namespace {

using nlohmann::json;

constexpr int kNotVerified = 3;

json statement_of(const VerifiedReport& report) {
  const reference::JsonLimits limits{
      .depth = 64, .nodes = 2'000'000, .string_bytes = kLargestPayloadBytes};
  return reference::parse_json(report.payload, "payload", limits);
}

}  // namespace

int verification_exit_code(const Result<VerifiedReport>& result) {
  return result.ok() ? exit_code(result.value().verdict) : kNotVerified;
}

std::string verification_json(const Result<VerifiedReport>& result) {
  json out = {{"exitCode", verification_exit_code(result)}, {"verified", result.ok()}};
  if (!result.ok()) {
    out["failedStep"] = result.failure().reason;
    out["message"] = escape_for_terminal(result.failure().message);
    return reference::canonical_json(out);
  }
  out["notes"] = result.value().notes;
  out["signers"] = json::array();
  for (const PublicKey& key : result.value().signers) {
    out["signers"].push_back(key_id(key));
  }
  out["status"] = to_string(result.value().verdict);
  out["statement"] = statement_of(result.value());
  return reference::canonical_json(out);
}

}  // namespace verifier
