// SPDX-License-Identifier: Apache-2.0
// The command line of `verify`, read once. What it does not say is empty here and decided in main.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "verifier/checks/check.h"
#include "verifier/report/projections.h"

namespace verifier {

struct VerifyOptions {
  // A folder on disk; with `repository` a path in the head's tree, empty where it is to be found.
  std::filesystem::path folder;
  std::filesystem::path repository;  // empty: `folder` is on disk
  std::uint64_t number = 0;          // refs/pull/<number>/head of the repository; 0: see `ref`
  std::string ref;                   // used where number is 0
  std::string base;                  // branch to compare with; empty: the main branch
  bool all = false;                  // every pull request of the repository
  std::filesystem::path labels;      // reviewed pull requests to compare with; empty: none
  unsigned jobs = 1;                 // threads for `all`
  std::string date;                  // the day whose law applies; empty: decided by the submission
  std::optional<Stage> until;  // absent: rerun where the folder has a recipe.json, else static
  Format format = Format::text;
  std::filesystem::path output;  // empty: reports/<name> of the project
  std::string track;             // empty: from the path
  std::filesystem::path data;    // empty: the smoke data set, made where it is missing
  std::filesystem::path key;     // empty: the default signing key
  std::string profile = "smoke";
  bool quiet = false;
  bool color = false;
};

// Parses argv. Either the options, or the exit code a finished command line asks for (--help: 0,
// wrong usage: 64), everything it had to say being said.
struct ParsedCommand {
  std::optional<VerifyOptions> options;
  int exit_code = 0;
};
ParsedCommand parse_verify_command(int argc, char** argv);

}  // namespace verifier
