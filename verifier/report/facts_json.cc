// SPDX-License-Identifier: Apache-2.0
#include "verifier/report/facts_json.h"

#include "reference_impl/base/json_text.h"
#include "reference_impl/base/sha256.h"

#include <nlohmann/json.hpp>

namespace verifier {

std::string facts_digest(const nlohmann::json& predicate) {
  nlohmann::json checks = nlohmann::json::array();
  for (const nlohmann::json& check : predicate.at("checks")) {
    if (check.at("method") != "static") {
      continue;
    }
    nlohmann::json kept = check;
    for (const char* left_out : {"evidence", "message", "remedy", "durationNs"}) {
      kept.erase(left_out);
    }
    checks.push_back(std::move(kept));
  }
  const std::string bytes = reference::canonical_json({{"checks", std::move(checks)},
                                                       {"inputs", predicate.at("inputs")},
                                                       {"policy", predicate.at("policy")}});
  return reference::to_hex(reference::sha256(bytes));
}

}  // namespace verifier
