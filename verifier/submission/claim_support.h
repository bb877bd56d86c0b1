// SPDX-License-Identifier: Apache-2.0
// What in the logs carries the claimed score, as one of the words of submission-formats.md
// section 5: the finals first, then other sets of runs, other labels, validations of the training.
#pragma once

#include <string>

#include "verifier/submission/facts.h"

namespace verifier {

// The word; empty where there is no claim or no score to compare it with.
std::string claim_support(const Submission& submission, const Facts& facts);

}  // namespace verifier
