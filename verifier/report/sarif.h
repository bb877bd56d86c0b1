// SPDX-License-Identifier: Apache-2.0
// A verified statement as SARIF 2.1.0 for code-scanning pages and editors (report specification,
// section 10): one run, every check a rule with help text, every result with its file and line.
// What has no room is counted in the run's properties; the worst come first.
#pragma once

#include <cstddef>
#include <string>

#include "verifier/report/statement.h"

namespace verifier {

// Everything, with SARIF's own kinds; or what a page that shows alerts alone should show: fails,
// and gating checks that did not pass.
enum class SarifProfile { full, github };

inline constexpr std::size_t kMostSarifResults = 25'000;
inline constexpr std::size_t kMostGithubResults = 5'000;
inline constexpr std::size_t kLargestSarifBytes = 9'500'000;  // below 10 MB even uncompressed

// Canonical JSON with a line end. `folder` is the submission's folder in its repository, where it
// is known: the github profile's paths start there.
std::string sarif_report(const Statement& statement, SarifProfile profile,
                         const std::string& folder = "");

}  // namespace verifier
