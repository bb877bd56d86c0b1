// SPDX-License-Identifier: Apache-2.0
// A verified statement for a terminal: the verdict and the sentence that decides it first, then
// what failed with file and line, what is undecided, what was not run, what passed. Everything a
// submitter could have written is escaped.
#pragma once

#include <string>

#include "verifier/report/statement.h"

namespace verifier {

struct TextOptions {
  bool color = false;
};

// Colours are for a terminal whose user did not set NO_COLOR (to anything but nothing).
bool wants_color(const char* no_color, bool is_terminal);

// Ends with a line end. The first word is verdict_word() of the verdict.
std::string text_report(const Statement& statement, const TextOptions& options = {});

}  // namespace verifier
