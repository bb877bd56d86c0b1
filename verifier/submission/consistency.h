// SPDX-License-Identifier: Apache-2.0
// Observations about what in a folder does not fit together: the codes of submission-formats.md
// section 4. A code is no verdict; the checks judge.
#pragma once

#include <string>
#include <vector>

#include "verifier/submission/facts.h"
#include "verifier/submission/submission_reader.h"

namespace verifier {

struct Issue {
  std::string code;
  std::string detail;
};

// Every code but those that need the pull request's diff. `source` must be what `submission` was
// read from.
std::vector<Issue> find_issues(const SubmissionSource& source, const Submission& submission,
                               const Facts& facts);

}  // namespace verifier
