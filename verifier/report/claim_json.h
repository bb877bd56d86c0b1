// SPDX-License-Identifier: Apache-2.0
// predicate.inputs.claim: the numbers a submission claims, as they were parsed, with the digest of
// the file they came from (report specification, section 3). A number that was not claimed is
// absent.
#pragma once

#include "verifier/submission/submission.h"

#include <nlohmann/json_fwd.hpp>

namespace verifier {

nlohmann::json claim_json(const Submission& submission);

}  // namespace verifier
