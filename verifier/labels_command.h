// SPDX-License-Identifier: Apache-2.0
// `verify --repo GITDIR --labels FILE.jsonl`: judges the heads of reviewed pull requests and
// counts, class by class, what the checks find of what people found (checks/labels.h).
#pragma once

#include "verifier/verify_command.h"
#include "verifier/verify_steps.h"

namespace verifier {

// Prints the table, as text or with --format json as one object. The exit code: 0 when every head
// was judged, 70 when one broke the verifier; or why none could be.
Result<int> labels_command(const VerifyOptions& options, const Courthouse& court);

}  // namespace verifier
