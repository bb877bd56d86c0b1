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
#include "verifier/rulebook/rulebook.h"
#include "verifier/submission/submission_reader.h"
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

// One submission and the law that applies to it.
struct Case {
  std::filesystem::path folder;
  SubmissionSource source;  // the files' bytes
  Submission submission;
  Rulebook rulebook;
  Stage stage = Stage::static_only;
  std::string date;              // the day whose law applies
  std::filesystem::path output;  // folder of the report
};

// The signed report: what was signed, and the same read back as any reader would.
struct SignedReport {
  std::filesystem::path path;
  std::string payload;
  Statement statement;
};

Result<Case> read_case(const Courthouse& court, const VerifyOptions& options);

// Fails only for what is the operator's or the system's fault; what the rerun could not do for
// other reasons stands in the evidence.
Result<Evidence> gather_evidence(const Courthouse& court, const Case& matter,
                                 const VerifyOptions& options);

// Findings, sorted and complete.
std::vector<Finding> judge_case(const Case& matter, const Evidence& evidence);

// The statement, every document it names stored beside it; the path of statement.json.
Result<std::filesystem::path> write_statement(const Courthouse& court, const Case& matter,
                                              const Evidence& evidence,
                                              const std::vector<Finding>& findings);

// Signs through sign-report, writes summary.md, and removes the scratch of the rerun.
Result<SignedReport> sign_statement(const Courthouse& court, const Case& matter,
                                    const VerifyOptions& options,
                                    const std::filesystem::path& statement);

}  // namespace verifier
