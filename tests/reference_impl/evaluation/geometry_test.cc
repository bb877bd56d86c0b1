// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/evaluation/geometry.h"

#include <algorithm>
#include <vector>

#include "tests/support/small_cache.h"

#include <gtest/gtest.h>

namespace reference {
namespace {

constexpr Geometry kOfficial{.targets = 62'021'632, .seq_len = 2048, .stride = 64};

// Figures of ngram-cache.md section 2 and reference-model.md section 6.3.
TEST(Geometry, OfficialWindowsAreThoseOfTheSpecification) {
  EXPECT_EQ(window_count(kOfficial), 969'088U);
  EXPECT_EQ(full_window_count(kOfficial), 969'057U);
  const Coverage coverage = coverage_of(kOfficial);
  EXPECT_EQ(coverage.scorings, 62'023'616U);
  EXPECT_EQ(coverage.scored_once_or_more, 62'021'632U);
  EXPECT_EQ(coverage.never_scored, 0U);
  EXPECT_EQ(coverage.scored_more_than_once, 64U);
  EXPECT_EQ(coverage.most_scorings, 32U);
}

TEST(Geometry, OfficialRanksOwnEqualStretches) {
  const CacheConfig cache = pgolf_test::small_796();
  for (std::uint32_t rank = 0; rank < 8; ++rank) {
    const WindowRange range = windows_of_rank(kOfficial, rank, 8);
    EXPECT_EQ(range.first, 121'136U * rank);
    EXPECT_EQ(range.end, 121'136U * (rank + 1));
    EXPECT_EQ(segment_of(kOfficial, range.first).start, 7'752'704U * rank);
  }
  EXPECT_FALSE(prefill_end(kOfficial, cache, 0, 8).has_value());
  EXPECT_EQ(prefill_end(kOfficial, cache, 1, 8), 7'754'688U);
  EXPECT_EQ(prefill_end(kOfficial, cache, 7, 8), 54'270'912U);
}

TEST(Geometry, SegmentsOfTheFirstAFullAndTheLastWindow) {
  const Segment first = segment_of(kOfficial, 0);
  EXPECT_EQ(first.first, 1U);
  EXPECT_EQ(first.last, 2048U);
  EXPECT_TRUE(first.full);
  const Segment second = segment_of(kOfficial, 1);
  EXPECT_EQ(second.first, 2049U);
  EXPECT_EQ(second.last, 2112U);
  EXPECT_EQ(second.first_row, 1984U);
  const Segment last = segment_of(kOfficial, 969'087);
  EXPECT_EQ(last.length, 64U);
  EXPECT_EQ(last.first_row, 0U);
  EXPECT_EQ(last.first, 62'021'569U);
  EXPECT_FALSE(last.full);
}

struct Shape {
  const char* name;
  Geometry geometry;
};

class Shapes : public testing::TestWithParam<Shape> {};

// Coverage and "scored before" against plain counting.
TEST_P(Shapes, CoverageIsWhatCountingGives) {
  const Geometry& geometry = GetParam().geometry;
  std::vector<std::uint64_t> times(geometry.targets + 1, 0);
  for (std::uint64_t window = 0; window < window_count(geometry); ++window) {
    const Segment segment = segment_of(geometry, window);
    for (std::uint64_t j = segment.first; j <= segment.last; ++j) {
      EXPECT_EQ(times[j] > 0, j <= covered_before(geometry, window)) << window << " " << j;
      ++times[j];
    }
  }
  const Coverage coverage = coverage_of(geometry);
  const auto with = [&](auto holds) {
    return static_cast<std::uint64_t>(std::count_if(times.begin() + 1, times.end(), holds));
  };
  EXPECT_EQ(coverage.never_scored, with([](auto n) { return n == 0; }));
  EXPECT_EQ(coverage.scored_once_or_more, with([](auto n) { return n > 0; }));
  EXPECT_EQ(coverage.scored_more_than_once, with([](auto n) { return n > 1; }));
  EXPECT_EQ(coverage.most_scorings, *std::max_element(times.begin(), times.end()));
}

INSTANTIATE_TEST_SUITE_P(
    Rows, Shapes,
    testing::Values(Shape{"aligned", {.targets = 512, .seq_len = 128, .stride = 32}},
                    Shape{"misaligned", {.targets = 501, .seq_len = 96, .stride = 40}},
                    Shape{"one_window", {.targets = 64, .seq_len = 128, .stride = 64}},
                    Shape{"shorter_than_a_window", {.targets = 50, .seq_len = 128, .stride = 16}},
                    Shape{"stride_of_one", {.targets = 40, .seq_len = 8, .stride = 1}},
                    Shape{"stride_is_window", {.targets = 100, .seq_len = 20, .stride = 20}},
                    Shape{"stride_beyond_window", {.targets = 100, .seq_len = 20, .stride = 30}}),
    [](const auto& row) { return row.param.name; });

// Strict mode: over all ranks every position that any window reaches, once, in order, whatever the
// split; the first tail window keeps its new positions alone.
TEST_P(Shapes, StrictModeScoresOnceWhatIsScoredAtAll) {
  const Coverage submitted = coverage_of(GetParam().geometry);
  Geometry geometry = GetParam().geometry;
  geometry.score_once = true;
  for (const std::uint32_t world : {1U, 2U, 4U, 8U}) {
    std::uint64_t scored = 0;
    std::uint64_t before = 0;
    for (std::uint32_t rank = 0; rank < world; ++rank) {
      const WindowRange range = windows_of_rank(geometry, rank, world);
      for (std::uint64_t window = range.first; window < range.end; ++window) {
        const Segment segment = segment_of(geometry, window);
        EXPECT_GT(segment.first, before) << window;
        EXPECT_EQ(segment.first, segment.start + segment.first_row + 1) << window;
        ASSERT_LE(segment.first, segment.last) << window;
        scored += segment.last - segment.first + 1;
        before = segment.last;
      }
    }
    EXPECT_EQ(scored, submitted.scored_once_or_more) << world;
  }
  const Coverage strict = coverage_of(geometry);
  EXPECT_EQ(strict.scorings, submitted.scored_once_or_more);
  EXPECT_EQ(strict.scored_more_than_once, 0U);
  EXPECT_EQ(strict.never_scored, submitted.never_scored);
}

TEST(Geometry, EveryWindowHasOneRank) {
  const Geometry geometry{.targets = 1000, .seq_len = 64, .stride = 16};
  for (const std::uint32_t world : {1U, 2U, 3U, 7U, 8U, 100U}) {
    std::uint64_t next = 0;
    for (std::uint32_t rank = 0; rank < world; ++rank) {
      const WindowRange range = windows_of_rank(geometry, rank, world);
      EXPECT_EQ(range.first, next);
      next = range.end;
    }
    EXPECT_EQ(next, window_count(geometry));
  }
}

// Golden s08's geometry: ranks 5 to 7 of 8 start in the tail of 4,096 targets.
TEST(Geometry, InTheTail806ClampsAnd796Fails) {
  const Geometry geometry{.targets = 4096, .seq_len = 2048, .stride = 64};
  EXPECT_EQ(prefill_end(geometry, pgolf_test::small_806(), 4, 8), 4032U);
  EXPECT_EQ(prefill_end(geometry, pgolf_test::small_806(), 5, 8), 4096U);
  EXPECT_EQ(prefill_end(geometry, pgolf_test::small_806(), 7, 8), 4096U);
  EXPECT_EQ(prefill_end(geometry, pgolf_test::small_796(), 4, 8), 4032U);
  EXPECT_THROW(prefill_end(geometry, pgolf_test::small_796(), 5, 8), PrefillOutOfRange);
  EXPECT_THROW(prefill_end(geometry, pgolf_test::small_dirichlet(), 5, 8), PrefillOutOfRange);
}

TEST(Geometry, NumbersThatMakeNoWindowsAreRefused) {
  EXPECT_THROW(check_geometry({.targets = 0, .seq_len = 1, .stride = 1}), Error);
  EXPECT_THROW(check_geometry({.targets = 1, .seq_len = 0, .stride = 1}), Error);
  EXPECT_THROW(check_geometry({.targets = 1, .seq_len = 1, .stride = 0}), Error);
}

}  // namespace
}  // namespace reference
