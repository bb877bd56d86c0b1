// SPDX-License-Identifier: Apache-2.0
// `verify facts FOLDER`, `verify facts --repo GITDIR --pr N`: what was read of a submission, as one
// JSON object.
#include <cstdio>
#include <string>
#include <utility>

#include "reference_impl/base/standard_output.h"
#include "verifier/base/escape.h"
#include "verifier/base/result.h"
#include "verifier/commands.h"
#include "verifier/gather/folder_source.h"
#include "verifier/gather/git_pull_request.h"
#include "verifier/submission/submission_facts.h"

#include <CLI/CLI.hpp>
#include <fmt/core.h>
#include <nlohmann/json.hpp>

namespace verifier {
namespace {

struct FactsOptions {
  std::string folder;
  std::string track;
  std::string repository;
  GitQuestion question;
};

void declare(CLI::App& app, FactsOptions& options) {
  auto* folder = app.add_option("folder", options.folder,
                                "A submission's folder; one called like a subcommand is ./NAME; "
                                "with --repo its path in the tree, where there are several");
  app.add_option("--track", options.track, "track_10min_16mb or track_non_record_16mb");
  auto* repository =
      app.add_option("--repo", options.repository, "a repository, bare or not; it is only read");
  auto* number = app.add_option("--pr", options.question.number, "read refs/pull/N/head")
                     ->needs(repository)
                     ->check(CLI::Range(1U, 1'000'000'000U));
  auto* ref = app.add_option("--ref", options.question.ref, "read this branch, ref or commit")
                  ->needs(repository)
                  ->excludes(number);
  app.callback([folder, repository, number, ref] {
    if (repository->count() == 0 && folder->count() == 0) {
      throw CLI::RequiredError("a folder, or --repo with --pr or --ref,");
    }
    if (repository->count() != 0 && number->count() + ref->count() == 0) {
      throw CLI::RequiredError("--pr or --ref with --repo");
    }
  });
}

Result<SubmissionSource> read_git(const FactsOptions& options) {
  const Result<GitRepository> repository = GitRepository::open(options.repository);
  if (!repository.ok()) {
    return repository.failure();
  }
  const Result<GitHistory> history = GitHistory::open(repository.value(), "");
  if (!history.ok()) {
    return history.failure();
  }
  GitQuestion question = options.question;
  question.folder = options.folder;
  while (question.folder.ends_with('/')) {
    question.folder.pop_back();
  }
  Result<GitSubmission> read = read_pull_request(history.value(), question);
  if (!read.ok()) {
    return read.failure();
  }
  return std::move(read.value().source);
}

}  // namespace

int facts_command(int argc, char** argv) {
  CLI::App app("Prints what was read of a submission as JSON: claim, expected, issues_expected.",
               "verify facts");
  FactsOptions options;
  declare(app, options);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : reference::exit_code(ErrorKind::usage);
  }
  const Result<SubmissionSource> source =
      options.repository.empty() ? read_folder(options.folder) : read_git(options);
  if (!source.ok()) {
    fmt::print(stderr, "verify facts: {}\n", escape_for_terminal(source.failure().message));
    return reference::exit_code(source.failure().kind);
  }
  SubmissionSource files = source.value();
  files.track_option = options.track;
  // The reader keeps the bytes that a submitter wrote, which need not be UTF-8.
  reference::write_output(
      submission_facts(files).dump(2, ' ', true, nlohmann::json::error_handler_t::replace) + "\n");
  return 0;
}

}  // namespace verifier
