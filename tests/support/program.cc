// SPDX-License-Identifier: Apache-2.0
#include "tests/support/program.h"

#include "reference_impl/base/file.h"
#include "tests/support/temporary_folder.h"
#include "verifier/gather/process.h"

namespace pgolf_test {

ProgramRun run_program(const std::string& program, const std::vector<std::string>& arguments) {
  const TemporaryFolder folder;
  ProgramRun run;
  verifier::ProcessSpec spec;
  spec.program = program;
  spec.arguments = arguments;
  spec.standard_output = folder / "output";
  spec.limit = std::chrono::seconds(1200);
  spec.on_error_line = [&run](const std::string& line) { run.errors += line + "\n"; };
  const auto outcome = verifier::run_process(spec);
  verifier::require(outcome.ok(), "the program under test could not be started");
  run.exit_code = outcome.value().exit_code;
  run.output = reference::read_file(spec.standard_output, 1ULL << 30U);
  return run;
}

}  // namespace pgolf_test
