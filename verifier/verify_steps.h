// SPDX-License-Identifier: Apache-2.0
// The five verbs of `verify`, as main calls them: read, gather, judge, write, sign. Each takes what
// the one before made. A failure's kind is the exit code; a submission's own faults are never
// failures.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "verifier/base/progress.h"
#include "verifier/base/result.h"
#include "verifier/gather/host.h"
#include "verifier/gather/launch.h"
#include "verifier/report/statement.h"
#include "verifier/verify_case.h"
#include "verifier/verify_command.h"

namespace verifier {

// What the verifier itself brings: where it lies, what it runs, its clock at the start.
struct Courthouse {
  std::filesystem::path root;  // of the project: rules, build/data, reports
  ProgramFacts program;
  Programs programs;
  std::int64_t started_seconds = 0;
  Progress progress;
};

// Throws Error{internal} when the program does not lie in a project's build folder.
Courthouse open_courthouse(std::int64_t started_seconds, const Progress& progress);

// The signed report: what was signed, and the same read back as any reader would.
struct SignedReport {
  std::filesystem::path path;
  std::string folder;  // the submission's, as it was named or found
  std::string payload;
  Statement statement;
};

// A folder or a pull request, as the options say.
Result<Case> read_case(const Courthouse& court, const VerifyOptions& options);

// Fails only for what is the operator's or the system's fault; what the rerun could not do for
// other reasons stands in the evidence.
Result<Evidence> gather_evidence(const Courthouse& court, const Case& matter,
                                 const VerifyOptions& options);

// The statement, every document it names stored beside it; the path of statement.json. Of a case
// that says so the submitted files are left where they are.
Result<std::filesystem::path> write_statement(const Courthouse& court, const Case& matter,
                                              const Evidence& evidence,
                                              const std::vector<Finding>& findings);

// Signs through sign-report, writes what people and dashboards read beside it, and removes the
// scratch of the rerun.
Result<SignedReport> sign_statement(const Courthouse& court, const Case& matter,
                                    const VerifyOptions& options,
                                    const std::filesystem::path& statement);

}  // namespace verifier
