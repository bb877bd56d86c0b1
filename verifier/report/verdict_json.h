// SPDX-License-Identifier: Apache-2.0
// What `verify-report --format json` prints: whether the report can be believed, and if so what it
// says. The statement inside is the verified payload, value for value.
#pragma once

#include <string>

#include "verifier/base/result.h"
#include "verifier/report/verification.h"

namespace verifier {

// Canonical JSON, one line without line end.
std::string verification_json(const Result<VerifiedReport>& result);

// The exit code of `verify-report`: the verdict's own, or 3.
int verification_exit_code(const Result<VerifiedReport>& result);

}  // namespace verifier
