// SPDX-License-Identifier: Apache-2.0
// What changes from step to step: learning-rate factor, Muon momentum, and which tokens a step
// reads (reference-model specification, sections 4.1, 4.4 and 4.5). Pure functions of the step and
// the clock reading they are handed.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "reference_impl/training/recipe.h"

namespace reference {

// Factor on every group's learning rate in step `step` (from 0), `elapsed_ms` after the start.
// Without a wallclock cap the decay counts steps and the clock is not looked at.
double learning_rate_factor(const TrainingConfig& config, std::int64_t step, double elapsed_ms);

// Muon's momentum in step `step` (from 0).
double muon_momentum(const MuonConfig& config, std::int64_t step);

// Tokens of one slice: its inputs and one more, the last target.
std::int64_t slice_tokens(const TrainingConfig& config);

// Slice `slice` of step `step`: consecutive tokens of the endless repetition of `stream`. The last
// token of a slice is never an input.
std::vector<std::int64_t> read_slice(const TrainingConfig& config,
                                     std::span<const std::uint16_t> stream, std::int64_t step,
                                     std::int64_t slice);

}  // namespace reference
