// SPDX-License-Identifier: Apache-2.0
// What the commands `train` and `evaluate` share on the command line and on the terminal.
#pragma once

#include <cstdint>
#include <string>

#include "reference_impl/evaluation/score_first.h"
#include "reference_impl/ngram/cache_config.h"
#include "reference_impl/training/run_session.h"

#include <CLI/CLI.hpp>

namespace reference {

// Declares the options that fill `request`, which must outlive `command`.
void add_run_options(CLI::App& command, RunRequest& request);

// Throws Error{resource_absent} where this machine cannot run the profile.
void require_device(const std::string& profile);

// The cache a recipe describes; throws Error{bad_input} that names file and field.
CacheConfig cache_of(const Recipe& recipe, const std::string& recipe_path);

// Prints lines on standard error, each with the seconds since this call.
Progress terminal_progress();

// A steady clock.
std::uint64_t steady_ns();

}  // namespace reference
