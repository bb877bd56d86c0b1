// SPDX-License-Identifier: Apache-2.0
// Which paths a submission may have (security specification, F-02). No real submission has a path
// outside printable ASCII, so anything else is refused aloud, never dropped in silence.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "verifier/submission/submission.h"

namespace verifier {

inline constexpr std::size_t kMaxPathBytes = 512;
inline constexpr std::size_t kMaxPathDepth = 16;

// What is wrong with a relative path; empty where nothing is.
std::optional<std::string> path_problem(std::string_view path);

// One defect for every path that differs from an earlier one by letter case alone.
std::vector<Defect> case_twins(const std::vector<std::string>& paths);

}  // namespace verifier
