// SPDX-License-Identifier: Apache-2.0
// `verify facts FOLDER`: what was read of a submission, as one JSON object.
#include <cstdio>

#include "verifier/base/escape.h"
#include "verifier/base/result.h"
#include "verifier/commands.h"
#include "verifier/gather/folder_source.h"
#include "verifier/submission/submission_facts.h"

#include <CLI/CLI.hpp>
#include <fmt/core.h>
#include <nlohmann/json.hpp>

namespace verifier {
namespace {

int print(const nlohmann::json& facts) {
  // The reader keeps the bytes that a submitter wrote, which need not be UTF-8.
  const std::string text =
      facts.dump(2, ' ', true, nlohmann::json::error_handler_t::replace) + "\n";
  if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size() || std::fflush(stdout) != 0) {
    fmt::print(stderr, "verify facts: standard output could not be written\n");
    return reference::exit_code(ErrorKind::transient);
  }
  return 0;
}

}  // namespace

int facts_command(int argc, char** argv) {
  CLI::App app("Prints what was read of a submission as JSON: claim, expected, issues_expected.",
               "verify facts");
  std::string folder;
  std::string track;
  app.add_option("folder", folder, "A submission's folder; one called like a subcommand is ./NAME")
      ->required();
  app.add_option("--track", track, "track_10min_16mb or track_non_record_16mb");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : reference::exit_code(ErrorKind::usage);
  }
  Result<SubmissionSource> source = read_folder(folder);
  if (!source.ok()) {
    fmt::print(stderr, "verify facts: {}\n", escape_for_terminal(source.failure().message));
    return reference::exit_code(source.failure().kind);
  }
  SubmissionSource files = source.value();
  files.track_option = track;
  return print(submission_facts(files));
}

}  // namespace verifier
