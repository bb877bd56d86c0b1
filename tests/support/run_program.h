// SPDX-License-Identifier: Apache-2.0
// Runs a built program through the shell, as a user does, and keeps what it said.
#pragma once

#include <cstdlib>
#include <string>
#include <sys/wait.h>

#include "reference_impl/base/file.h"
#include "tests/support/temporary_folder.h"

namespace pgolf_test {

struct ProgramResult {
  int exit_code = -1;  // 128 + n for signal n
  std::string out;
  std::string err;
};

inline std::string quoted(const std::string& word) {
  return "'" + word + "'";
}

// `command` is shell text; its standard input is empty.
inline ProgramResult run_program(const std::string& command) {
  const TemporaryFolder folder;
  const std::string redirected = "{ " + command + "; } >" + quoted((folder / "out").string()) +
                                 " 2>" + quoted((folder / "err").string()) + " </dev/null";
  const int status = std::system(redirected.c_str());
  const bool exited = WIFEXITED(status);
  return {exited ? WEXITSTATUS(status) : 128 + WTERMSIG(status),
          reference::read_file(folder / "out", 64U << 20U),
          reference::read_file(folder / "err", 64U << 20U)};
}

}  // namespace pgolf_test
