// SPDX-License-Identifier: Apache-2.0
#include "tests/support/program.h"

#include <cstdlib>
#include <sys/wait.h>

#include "reference_impl/base/file.h"
#include "tests/support/temporary_folder.h"

namespace pgolf_test {

ProgramRun run_program(const std::string& program, const std::vector<std::string>& arguments) {
  std::string command = quoted(program);
  for (const std::string& argument : arguments) {
    command += " " + quoted(argument);
  }
  return run_shell(command);
}

ProgramRun run_shell(const std::string& command) {
  const TemporaryFolder folder;
  const std::string redirected = "{ " + command + "; } >" + quoted((folder / "out").string()) +
                                 " 2>" + quoted((folder / "err").string()) + " </dev/null";
  const int status = std::system(redirected.c_str());
  return {WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status),
          reference::read_file(folder / "out", 1ULL << 30U),
          reference::read_file(folder / "err", 1ULL << 30U)};
}

std::string quoted(const std::string& word) {
  std::string text = "'";
  for (const char c : word) {
    text += c == '\'' ? std::string("'\\''") : std::string(1, c);
  }
  return text + "'";
}

}  // namespace pgolf_test
