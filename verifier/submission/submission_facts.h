// SPDX-License-Identifier: Apache-2.0
// What was read of a folder as one JSON object: `claim`, `expected` and `issues_expected`, in the
// shape of the reference corpus (submission-formats.md section 5).
#pragma once

#include "verifier/submission/submission_reader.h"

#include <nlohmann/json_fwd.hpp>

namespace verifier {

nlohmann::json submission_facts(const SubmissionSource& source);

}  // namespace verifier
