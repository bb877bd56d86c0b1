// SPDX-License-Identifier: Apache-2.0
// The facts digest: what two honest verifiers must agree on to the bit. SHA-256 over the canonical
// JSON of policy, inputs and the checks of method "static", without their evidence, message, remedy
// and duration (report specification, section 3).
#pragma once

#include <string>

#include <nlohmann/json_fwd.hpp>

namespace verifier {

// Lowercase hex; `predicate` has the members checks, inputs and policy.
std::string facts_digest(const nlohmann::json& predicate);

}  // namespace verifier
