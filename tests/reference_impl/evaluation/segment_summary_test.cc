// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/evaluation/segment_summary.h"

#include <numeric>

#include <gtest/gtest.h>

namespace reference {
namespace {

std::vector<PositionScore> scores_of(std::size_t count) {
  std::vector<PositionScore> scores(count);
  for (std::size_t i = 0; i < count; ++i) {
    scores[i].position = i + 1;
    scores[i].token = static_cast<std::uint16_t>(i * 37 % 1024);
    scores[i].neural = {.probability = 1.0 / static_cast<double>(i + 2), .entropy_nats = 2};
    scores[i].cache = {.probability = 1.0 / static_cast<double>(i + 1),
                       .matched_order = static_cast<std::uint8_t>(i % 16),
                       .context_count = static_cast<std::uint32_t>(3 * i),
                       .full_count = static_cast<std::uint32_t>(i)};
  }
  return scores;
}

// By hand: j=1, token 2, order 3, C=5, F=4, and the bits of 0.25, 0 and 0.5, little-endian;
// -log2(0.25) is 2 bits of 2^32 units.
TEST(SegmentSummary, HashesTheBytesOfTheSpecification) {
  using namespace std::string_literals;
  PositionScore score{
      .position = 1,
      .token = 2,
      .neural = {.probability = 0.5, .entropy_nats = 1},
      .cache = {.probability = 0.25, .matched_order = 3, .context_count = 5, .full_count = 4}};
  const std::string bytes = "\1\0\0\0\0\0\0\0"s + "\2\0\0\0"s + "\3\0\0\0"s + "\5\0\0\0\0\0\0\0"s +
                            "\4\0\0\0\0\0\0\0"s + "\0\0\0\0\0\0\xd0\x3f"s + "\0\0\0\0\0\0\0\0"s +
                            "\0\0\0\0\0\0\xe0\x3f"s;
  const SegmentSummary summary = summarize_segment({&score, 1});
  EXPECT_EQ(summary.coded_bits, 2ULL << 32U);
  EXPECT_EQ(to_hex(summary.score_digest), to_hex(sha256(bytes)));
}

// A long first segment, more equal ones than are hashed at once, short and empty ones.
TEST(SegmentSummary, ManyTogetherAreEachAlone) {
  std::vector<std::size_t> lengths = {500};
  lengths.insert(lengths.end(), 37, 64);
  lengths.insert(lengths.end(), {1, 1, 0, 64, 7, 63});
  const std::vector<PositionScore> scores =
      scores_of(std::accumulate(lengths.begin(), lengths.end(), std::size_t{0}));
  const std::vector<SegmentSummary> together = summarize_segments(scores, lengths);
  ASSERT_EQ(together.size(), lengths.size());
  std::span<const PositionScore> rest = scores;
  for (std::size_t i = 0; i < lengths.size(); ++i) {
    EXPECT_EQ(together[i], summarize_segment(rest.first(lengths[i]))) << i;
    rest = rest.subspan(lengths[i]);
  }
}

}  // namespace
}  // namespace reference
