// SPDX-License-Identifier: Apache-2.0
// The command line of `verify`, read once. What it does not say is empty here and decided in main.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "verifier/checks/check.h"

namespace verifier {

enum class OutputFormat { text, json, markdown };

struct VerifyOptions {
  std::filesystem::path folder;
  std::optional<Stage> until;  // absent: rerun where the folder has a recipe.json, else static
  OutputFormat format = OutputFormat::text;
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
