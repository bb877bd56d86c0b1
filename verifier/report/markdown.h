// SPDX-License-Identifier: Apache-2.0
// A verified statement as summary.md (report specification, section 10): the verdict and the
// sentence that decides it, a table of measured, limit and margin in the order fail, inconclusive,
// not-run, pass, and how to repeat the run. Whatever a submitter could have written stands in code
// spans. It stays below the size at which job pages drop a summary whole, and says how much it left
// out.
#pragma once

#include <cstddef>
#include <string>

#include "verifier/report/statement.h"

namespace verifier {

inline constexpr std::size_t kLargestSummaryBytes = 1'000'000;

std::string markdown_report(const Statement& statement);

}  // namespace verifier
