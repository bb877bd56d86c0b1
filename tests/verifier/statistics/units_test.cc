// SPDX-License-Identifier: Apache-2.0
#include "verifier/statistics/units.h"

#include <stdexcept>

#include <gtest/gtest.h>

namespace verifier::statistics {
namespace {

// statistics.md section 1: 0.005 nats per token.
TEST(MarginBpb, DependsOnTheTokenizer) {
  EXPECT_NEAR(margin_bpb(0.005, MarginUnit::nats_per_token, 2.442304), 0.00295355, 5e-9);
  EXPECT_NEAR(margin_bpb(0.005, MarginUnit::nats_per_token, 3.726631), 0.00193566, 5e-9);
}

TEST(MarginBpb, OtherUnitsDoNot) {
  EXPECT_NEAR(margin_bpb(0.005, MarginUnit::nats_per_byte, 0), 0.0072135, 5e-8);
  EXPECT_EQ(margin_bpb(0.005, MarginUnit::bits_per_byte, 0), 0.005);
}

TEST(MarginBpb, RefusesWhatItCannotConvert) {
  EXPECT_THROW(margin_bpb(0.005, MarginUnit::nats_per_token, 0), std::invalid_argument);
  EXPECT_THROW(margin_unit("nats"), std::invalid_argument);
  EXPECT_THROW(margin_unit(""), std::invalid_argument);
}

TEST(MarginUnit, WordsGoBothWays) {
  for (const char* word : {"nats-per-token", "nats-per-byte", "bpb"}) {
    EXPECT_EQ(to_string(margin_unit(word)), word);
  }
}

TEST(BytesPerToken, FromLossAndScore) {
  EXPECT_NEAR(bytes_per_token(2.7896663, 1.07996676), 3.72663112, 5e-9);
  EXPECT_NEAR(bits_per_byte(2.7896663, 3.72663112), 1.07996676, 1e-9);
}

}  // namespace
}  // namespace verifier::statistics
