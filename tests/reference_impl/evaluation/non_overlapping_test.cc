// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/evaluation/non_overlapping.h"

#include <cmath>
#include <limits>
#include <numbers>

#include "reference_impl/base/error.h"

#include <gtest/gtest.h>

namespace reference {
namespace {

// Every token has the same logit, so each position costs ln V.
class FlatModel : public TokenModel {
 public:
  std::uint32_t vocabulary() const override { return 4; }
  void logits(std::span<const std::uint16_t> /*tokens*/, std::span<const WindowRequest> windows,
              std::span<float> logits) override {
    for (const WindowRequest& window : windows) {
      EXPECT_EQ(window.first_row, 0U);
      EXPECT_EQ(window.start % window.length, 0U);
      sequences += 1;
    }
    std::fill(logits.begin(), logits.end(), value);
  }
  int sequences = 0;
  float value = 1.0F;
};

PieceTable two_bytes_each() {
  PieceTable table;
  table.pieces.assign(4, Piece{.base_bytes = 2, .leading_space = false, .boundary = false});
  return table;
}

TEST(NonOverlapping, ScoresEachWholeSequenceOnce) {
  FlatModel model;
  const std::vector<std::uint16_t> tokens(31, 3);  // 30 targets: 7 sequences of 4, 2 left over
  const Score score = evaluate_non_overlapping(
      tokens, two_bytes_each(), model, {.seq_len = 4, .batch_sequences = 3, .progress = {}});
  EXPECT_EQ(model.sequences, 7);
  EXPECT_EQ(score.label, "non_overlapping");
  EXPECT_EQ(score.tokens, 28U);
  EXPECT_EQ(score.bytes, 56U);
  EXPECT_NEAR(score.val_loss, std::log(4.0), 1e-15);
  EXPECT_NEAR(score.val_bpb, 1.0, 1e-15);
  EXPECT_NEAR(score.sum_nats, 28 * std::log(4.0), 1e-12);
}

TEST(NonOverlapping, AStreamShorterThanASequenceIsRefused) {
  FlatModel model;
  EXPECT_THROW(evaluate_non_overlapping(std::vector<std::uint16_t>(4, 0), two_bytes_each(), model,
                                        {.seq_len = 4, .batch_sequences = 1, .progress = {}}),
               Error);
}

TEST(NonOverlapping, ALogitThatIsNotFiniteIsRefused) {
  FlatModel model;
  model.value = std::numeric_limits<float>::quiet_NaN();
  EXPECT_THROW(evaluate_non_overlapping(std::vector<std::uint16_t>(5, 0), two_bytes_each(), model,
                                        {.seq_len = 4, .batch_sequences = 1, .progress = {}}),
               Error);
}

}  // namespace
}  // namespace reference
