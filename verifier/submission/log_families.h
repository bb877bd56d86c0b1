// SPDX-License-Identifier: Apache-2.0
// The families of log lines (submission-formats.md section 3.3) as one table: what a line starts
// with, and what it says. A new dialect is a row.
#pragma once

#include <string_view>

#include "verifier/submission/log_state.h"

namespace verifier {

// Reads one line into the state; false where no family knows it.
bool read_log_line(std::string_view line, LogState& state);

}  // namespace verifier
