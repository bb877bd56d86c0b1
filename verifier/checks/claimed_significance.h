// SPDX-License-Identifier: Apache-2.0
// A claimed t or p, recomputed (statistics.md section 4.4). A submission does not say in a field of
// its own which record it was tested against, so the test is looked for among the usual ones.
#pragma once

#include <string>

#include "verifier/checks/check.h"

namespace verifier {

// What gives the claimed values, as a sentence; empty where none is claimed. Never a fault: a test
// against something else may have been meant.
std::string claimed_significance_text(const CheckInput& input);

}  // namespace verifier
