// SPDX-License-Identifier: Apache-2.0
// A verified statement as workflow commands of a GitHub job (report specification, section 10): the
// verdict as a notice, gating fails as errors, other fails and undecided gating checks as warnings.
// A page shows ten of a kind, so there are never more: the nine worst and one that counts the rest.
#pragma once

#include <cstddef>
#include <string>

#include "verifier/report/statement.h"

namespace verifier {

inline constexpr std::size_t kMostAnnotations = 10;  // of a kind

// `folder` is the submission's folder in its repository, where it is known.
std::string annotations(const Statement& statement, const std::string& folder = "");

}  // namespace verifier
