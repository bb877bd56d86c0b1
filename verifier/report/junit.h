// SPDX-License-Identifier: Apache-2.0
// A verified statement as JUnit XML for dashboards (report specification, section 10): one suite,
// one test case a check, the worst first. What is undecided is an error and never skipped, because
// dashboards show that green; not-applicable alone, and an advisory check that was not run, is.
#pragma once

#include <cstddef>
#include <string>

#include "verifier/report/statement.h"

namespace verifier {

inline constexpr std::size_t kMostJunitCases = 25'000;

std::string junit_report(const Statement& statement);

// Text for XML content and attributes: markup escaped, what XML 1.0 does not allow removed.
std::string xml_text(const std::string& text);

}  // namespace verifier
