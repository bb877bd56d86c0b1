// SPDX-License-Identifier: Apache-2.0
// Training as a recipe prescribes it, from seed to packed artifact, in one process on the CPU: the
// slices of a step are computed one after the other and their gradients averaged, which is what any
// number of ranks computes (reference-model specification, section 4.1). Writes nothing; files are
// the caller's.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>

#include "reference_impl/evaluation/score_first.h"
#include "reference_impl/tokens/piece_table.h"
#include "reference_impl/training/recipe.h"

namespace reference {

struct TrainingInput {
  const Recipe& recipe;
  std::uint64_t seed = 0;
  std::span<const std::uint16_t> train_tokens;
  std::span<const std::uint16_t> val_tokens;  // x[0..T] of the truncated validation stream
  const PieceTable& pieces;
};

struct TrainingHooks {
  std::function<std::uint64_t()> clock_ns;           // a steady clock
  std::function<void(const std::string& line)> log;  // lines in the challenge's format
  Progress progress;                                 // may be empty
};

struct TrainingOutcome {
  std::uint64_t steps = 0;
  std::uint64_t train_ns = 0;  // of the loop, validation passes not counted (section 4.3)
  double last_train_loss = 0;
  std::uint64_t model_params = 0;
  std::string artifact;  // packed bytes
};

// Trains and packs; every token must be below the model's vocabulary. Throws Error{bad_input} where
// the loss is no longer finite.
TrainingOutcome train_model(const TrainingInput& input, const TrainingHooks& hooks);

}  // namespace reference
