// SPDX-License-Identifier: Apache-2.0
// `reference train`: one seed of a recipe, from shards to packed artifact.
#include <cstdint>
#include <iostream>
#include <memory>
#include <string>

#include "reference_impl/commands.h"
#include "reference_impl/model/compute.h"
#include "reference_impl/run_command.h"
#include "reference_impl/training/run_session.h"
#include "reference_impl/training/train.h"

namespace reference {
namespace {

constexpr const char* kArtifactName = "artifact.bin";

void log_training(RunSession& session, const TrainingConfig& training) {
  session.log("world_size:1 grad_accum_steps:" + std::to_string(training.slices));
  session.log("train_batch_tokens:" + std::to_string(training.batch_tokens) +
              " train_seq_len:" + std::to_string(training.seq_len) +
              " iterations:" + std::to_string(training.iterations));
}

// A recipe has no code of its own: the reference is the same for every submission.
void log_sizes(RunSession& session, std::uint64_t artifact_bytes) {
  const std::string size = std::to_string(artifact_bytes) + " bytes";
  session.log("Serialized model int8+lzma: " + size);
  session.log("Code size: 0 bytes");
  session.log("Total submission size int8+lzma: " + size);
}

void train(RunSession& session) {
  session.record().versions.emplace_back("torch", torch_version());
  require_device(session.request().profile);
  const RunData data = session.read_data(true);
  cache_of(data.recipe, session.request().recipe.string());  // refused now, not after training
  session.log_head(data);
  log_training(session, data.recipe.training);
  const TrainingOutcome outcome =
      train_model({.recipe = data.recipe,
                   .seed = session.request().seed,
                   .train_tokens = data.train_tokens,
                   .val_tokens = data.val_tokens,
                   .pieces = data.pieces},
                  {.clock_ns = steady_ns,
                   .log = [&](const std::string& line) { session.log(line); },
                   .progress = terminal_progress()});
  log_sizes(session, outcome.artifact.size());
  session.record().training =
      TrainingPart{.steps = outcome.steps,
                   .train_ns = outcome.train_ns,
                   .last_train_loss = outcome.last_train_loss,
                   .model_params = outcome.model_params,
                   .artifact = session.write(kArtifactName, outcome.artifact)};
}

}  // namespace

void add_train_command(CLI::App& app) {
  const auto request = std::make_shared<RunRequest>();
  CLI::App* command = app.add_subcommand("train", "Train one seed of a recipe");
  request->command = "train";
  add_run_options(*command, *request);
  command->callback([request] {
    run_session(*request, train);
    std::cout << (request->output / run_record_file_name("train")).string() << "\n";
  });
}

}  // namespace reference
