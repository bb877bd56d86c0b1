// SPDX-License-Identifier: Apache-2.0
// Runs one of the built programs as a user would, and keeps what it said. The working directory and
// environment are the test's own; standard input is empty.
#pragma once

#include <string>
#include <vector>

namespace pgolf_test {

struct ProgramRun {
  int exit_code = -1;  // 128 + n for signal n
  std::string output;  // standard output
  std::string errors;  // standard error
};

ProgramRun run_program(const std::string& program, const std::vector<std::string>& arguments);

// `command` is text of the POSIX shell.
ProgramRun run_shell(const std::string& command);

// One word of the shell, whatever it holds.
std::string quoted(const std::string& word);

}  // namespace pgolf_test
