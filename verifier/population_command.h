// SPDX-License-Identifier: Apache-2.0
// `verify --repo GITDIR --all --output DIR`: every pull request judged by what stands in git.
// Writes DIR/<number>/statement.json, unsigned, and DIR/index.json with one line a pull request;
// goes on where an earlier run of the same program, rules and head stopped.
#pragma once

#include "verifier/verify_command.h"
#include "verifier/verify_steps.h"

namespace verifier {

// The exit code: 0 when every pull request was judged, 70 when one broke the verifier; or why
// none could be.
Result<int> population_command(const VerifyOptions& options, const Courthouse& court);

}  // namespace verifier
