// SPDX-License-Identifier: Apache-2.0
// The player: trains, evaluates and measures caches, alone, without the court. Exit codes: 0 done,
// 64 wrong command line, 65 unusable input, 69 something needed is not there, 70 a bug of ours, 75
// the machine refused for now.
#include <cstdio>
#include <exception>

#include "reference_impl/base/error.h"
#include "reference_impl/commands.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace {

int run(int argc, char** argv) {
  CLI::App app(
      "The reference player of the Parameter Golf verifier.\n"
      "Trains and evaluates a recipe, or measures an n-gram cache; knows nothing of the judge.\n"
      "Start with: reference make-data --help, then reference train --help");
  app.require_subcommand(1);
  app.failure_message(CLI::FailureMessage::help);
  reference::add_train_command(app);
  reference::add_evaluate_command(app);
  reference::add_cache_command(app);
  reference::add_encode_command(app);
  reference::add_decode_command(app);
  reference::add_noise_command(app);
  reference::add_make_data_command(app);
  try {
    app.parse(argc, argv);
    return 0;
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : exit_code(reference::ErrorKind::usage);
  }
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const reference::Error& error) {
    fmt::print(stderr, "reference: {}\n", error.what());
    return exit_code(error.kind());
  } catch (const std::exception& error) {
    fmt::print(stderr, "reference: a bug of ours, please report it: {}\n", error.what());
    return exit_code(reference::ErrorKind::internal);
  }
}
