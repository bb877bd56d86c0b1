// SPDX-License-Identifier: Apache-2.0
// A verified statement as summary.md or a comment (report specification, section 10): the verdict
// and the sentence that decides it, a table of measured, limit and margin in the order fail,
// inconclusive, not-run, pass, statistics, and how to repeat the run. Whatever a submitter could
// have written stands in code spans. It stays below the size at which a page is refused or dropped
// whole, and says how much it left out.
#pragma once

#include <cstddef>
#include <string>

#include "verifier/report/statement.h"

namespace verifier {

inline constexpr std::size_t kLargestSummaryBytes = 1'000'000;  // of a job's summary
inline constexpr std::size_t kLargestCommentBytes = 65'536;     // of a comment, in characters

std::string markdown_report(const Statement& statement,
                            std::size_t limit_bytes = kLargestSummaryBytes);

}  // namespace verifier
