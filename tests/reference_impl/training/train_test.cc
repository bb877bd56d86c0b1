// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/training/train.h"

#include "reference_impl/base/error.h"
#include "reference_impl/training/step_gradients.h"
#include "tests/support/small_network.h"

#include <gtest/gtest.h>
#include <torch/types.h>

namespace reference {
namespace {

using pgolf_test::random_network;
using pgolf_test::small_model;

Recipe small_recipe() {
  Recipe recipe;
  recipe.model = small_model();
  recipe.training.seq_len = 8;
  recipe.training.batch_tokens = 64;
  recipe.training.slices = 4;
  recipe.training.iterations = 2;
  recipe.training.log_every = 1;
  recipe.training.embedding_lr = 0.03;
  recipe.training.matrix_lr = 0.02;
  recipe.training.scalar_lr = 0.02;
  recipe.training.grad_clip_norm = 0.3;
  recipe.training.muon = {.momentum = 0.95,
                          .momentum_start = 0.9,
                          .momentum_warmup_steps = 2,
                          .newton_schulz_steps = 5,
                          .weight_decay = 0.01};
  recipe.training.adam = {.beta1 = 0.9, .beta2 = 0.95, .epsilon = 1e-8, .weight_decay = 0.01};
  recipe.quantization.passthrough_elements = 512;
  recipe.quantization.clip_quantile = 1;
  recipe.evaluation.windows_per_batch = 4;
  return recipe;
}

// Each token is followed by the next one: easy to learn.
std::vector<std::uint16_t> counting_stream(std::size_t count) {
  std::vector<std::uint16_t> tokens(count);
  for (std::size_t i = 0; i < count; ++i) {
    tokens[i] = static_cast<std::uint16_t>(i % 50);
  }
  return tokens;
}

TrainingOutcome train_small(const Recipe& recipe, std::uint64_t seed, std::string* log = nullptr) {
  const std::vector<std::uint16_t> train = counting_stream(500);
  const std::vector<std::uint16_t> validation = counting_stream(33);
  PieceTable pieces;
  pieces.pieces.assign(50, Piece{.base_bytes = 1, .leading_space = false, .boundary = false});
  std::uint64_t now = 0;
  return train_model({.recipe = recipe,
                      .seed = seed,
                      .train_tokens = train,
                      .val_tokens = validation,
                      .pieces = pieces},
                     {.clock_ns = [&now] { return now += 1'000'000; },
                      .log =
                          [log](const std::string& line) {
                            if (log != nullptr) {
                              *log += line + "\n";
                            }
                          },
                      .progress = {}});
}

TEST(Train, TheSameSeedGivesTheSameBits) {
  const TrainingOutcome first = train_small(small_recipe(), 5);
  const TrainingOutcome second = train_small(small_recipe(), 5);
  EXPECT_EQ(first.artifact, second.artifact);
  EXPECT_EQ(first.last_train_loss, second.last_train_loss);
  EXPECT_NE(first.artifact, train_small(small_recipe(), 6).artifact);
  EXPECT_EQ(first.steps, 2U);
}

TEST(Train, TheNumberOfThreadsChangesNothing) {
  const auto network = random_network(8);
  const Recipe recipe = small_recipe();
  const std::vector<std::uint16_t> stream = counting_stream(500);
  const StepGradients alone = step_gradients(*network, recipe.training, stream, 1, 1);
  const StepGradients shared = step_gradients(*network, recipe.training, stream, 1, 3);
  EXPECT_EQ(alone.loss, shared.loss);
  for (std::size_t i = 0; i < alone.gradients.size(); ++i) {
    EXPECT_TRUE(alone.gradients[i].equal(shared.gradients[i])) << network->parameters()[i].name;
  }
}

TEST(Train, TheLossFallsOnAStreamThatCounts) {
  Recipe recipe = small_recipe();
  recipe.training.iterations = 30;
  std::string log;
  const TrainingOutcome outcome = train_small(recipe, 5, &log);
  EXPECT_LT(outcome.last_train_loss, 2);  // ln 50 = 3.9 at the start
  EXPECT_NE(log.find("step:0/30 val_loss:3.9"), std::string::npos) << log;
  EXPECT_NE(log.find("step:30/30 val_loss:"), std::string::npos) << log;
}

// The clock moves one millisecond a reading, so a step takes one: the cap of 3 ms ends the run.
TEST(Train, TheWallclockCapStopsAfterTheStepThatCrossesIt) {
  Recipe recipe = small_recipe();
  recipe.training.iterations = 30;
  recipe.training.max_wallclock_seconds = 0.003;
  std::string log;
  EXPECT_EQ(train_small(recipe, 5, &log).steps, 3U);
  EXPECT_NE(log.find("stopping_early: wallclock_cap train_time:3ms step:3/30"), std::string::npos)
      << log;
}

}  // namespace
}  // namespace reference
