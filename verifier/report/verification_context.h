// SPDX-License-Identifier: Apache-2.0
// The later half of verification: what the reader knows besides the report (rules and verifiers it
// accepts, the folder and the evidence in hand, the time) against a statement whose signatures,
// schema and aggregate already stand.
#pragma once

#include <optional>

#include "verifier/report/verification.h"

namespace verifier {

// Steps "rules" to "attempts"; the first that fails, or nothing. Adds notes about what could not be
// looked at.
std::optional<Failure> context_problem(const Trust& trust, const VerificationContext& context,
                                       VerifiedReport& report);

}  // namespace verifier
