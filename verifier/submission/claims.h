// SPDX-License-Identifier: Apache-2.0
// submission.json in its many shapes (submission-formats.md section 2): tables of keys over one
// strict parser. A missing claim stays missing; a file that does not parse is a defect with line
// and column.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "verifier/submission/submission.h"

namespace verifier {

// The claims in a file's bytes; empty where it does not parse to one object (then a defect says
// why).
std::optional<Claims> read_claims(const std::string& path, std::string_view bytes,
                                  std::vector<Defect>& defects);

}  // namespace verifier
