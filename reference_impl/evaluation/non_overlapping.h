// SPDX-License-Identifier: Apache-2.0
// Plain evaluation without a cache: sequences of seq_len tokens side by side, every position scored
// once with the context its sequence gives it (reference-model specification, section 6.1).
#pragma once

#include <cstdint>
#include <span>

#include "reference_impl/evaluation/score_first.h"
#include "reference_impl/evaluation/token_model.h"
#include "reference_impl/record/run_record.h"
#include "reference_impl/tokens/piece_table.h"

namespace reference {

struct NonOverlappingOptions {
  std::uint32_t seq_len = 2048;
  std::uint32_t batch_sequences = 32;
  Progress progress;  // may be empty
};

// Scores the first floor(T/seq_len)*seq_len targets of x[0..T]; the label is "non_overlapping".
Score evaluate_non_overlapping(std::span<const std::uint16_t> tokens, const PieceTable& pieces,
                               TokenModel& model, const NonOverlappingOptions& options);

}  // namespace reference
