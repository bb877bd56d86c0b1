// SPDX-License-Identifier: Apache-2.0
// The subcommands of `reference`. Each function declares its subcommand, options and callback; the
// callback does the work, prints its result on standard output and throws Error otherwise.
#pragma once

#include <CLI/CLI.hpp>

namespace reference {

// `cache`: the result of one n-gram cache configuration over a token stream.
void add_cache_command(CLI::App& app);

// `encode`, `decode`: a stream as an arithmetic code over a scorer's rows, and back; with a recipe
// they need LibTorch. `noise`: validation shards of a source of the noise probe.
void add_encode_command(CLI::App& app);
void add_decode_command(CLI::App& app);
void add_noise_command(CLI::App& app);

// `train`, `evaluate`, `make-data`: need LibTorch and SentencePiece; a build without them declares
// them all the same and says what is missing.
void add_train_command(CLI::App& app);
void add_evaluate_command(CLI::App& app);
void add_make_data_command(CLI::App& app);

}  // namespace reference
