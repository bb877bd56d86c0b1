// SPDX-License-Identifier: Apache-2.0
// Runs one of the built programs as a user would, and keeps what it said.
#pragma once

#include <string>
#include <vector>

namespace pgolf_test {

struct ProgramRun {
  int exit_code = 0;
  std::string output;  // standard output
  std::string errors;  // standard error, one line end a line
};

// The working directory and environment are the test's own.
ProgramRun run_program(const std::string& program, const std::vector<std::string>& arguments);

}  // namespace pgolf_test
