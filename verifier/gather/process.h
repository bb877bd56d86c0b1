// SPDX-License-Identifier: Apache-2.0
// Starts one of our own programs and waits for it: the judge's clock around it, its standard error
// line by line to the caller, its standard output to a file, no descriptor but 0 to 2, no inherited
// environment beyond a short list. The child dies with the parent.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "verifier/base/progress.h"
#include "verifier/base/result.h"

namespace verifier {

struct ProcessSpec {
  std::filesystem::path program;
  std::vector<std::string> arguments;
  std::filesystem::path standard_output;  // file the output goes to; empty: discarded
  std::chrono::seconds limit{3600};       // wall time, then the process is ended
  Progress on_error_line;                 // may be empty
};

struct ProcessOutcome {
  int exit_code = 0;     // 128 + signal where a signal ended it
  std::string ended_by;  // "exit", "signal", "wall"
  std::uint64_t wall_ns = 0;
  std::string last_error_line;  // what it said last, for messages
};

// Fails only when the process could not be started; a non-zero exit is an outcome.
Result<ProcessOutcome> run_process(const ProcessSpec& spec);

}  // namespace verifier
