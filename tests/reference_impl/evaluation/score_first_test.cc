// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/evaluation/score_first.h"

#include <map>
#include <mutex>

#include "reference_impl/base/file.h"
#include "reference_impl/evaluation/rank_events.h"
#include "reference_impl/ngram/mixing.h"
#include "reference_impl/record/event_file.h"
#include "tests/support/small_cache.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

namespace reference {
namespace {

using pgolf_test::repetitive_tokens;

constexpr std::size_t kTokens = 1025;

ScoreFirstOptions small_options(std::uint32_t world_size) {
  ScoreFirstOptions options;
  options.seq_len = 128;
  options.stride = 32;
  options.world_size = world_size;
  options.batch_windows = 5;
  options.rank_states = true;
  return options;
}

// All scorings by (window, position), as the sink saw them.
using Scorings = std::map<std::pair<std::uint64_t, std::uint64_t>, PositionScore>;

void note(std::uint64_t window, std::span<const PositionScore> scores, Scorings& seen) {
  for (const PositionScore& score : scores) {
    seen.emplace(std::pair(window, score.position), score);
  }
}

ScoreFirstResult evaluate(const std::vector<std::uint16_t>& tokens, const CacheConfig& cache,
                          ScoreFirstOptions options, Scorings* seen = nullptr) {
  std::mutex mutex;
  if (seen != nullptr) {
    options.sink = [&](std::uint32_t, std::uint64_t window, std::span<const PositionScore> scores) {
      const std::lock_guard lock(mutex);
      note(window, scores, *seen);
    };
  }
  const ModelFactory make_model = [&](std::uint32_t) {
    return std::make_unique<SyntheticModel>(SyntheticConfig{.seed = 7}, tokens);
  };
  return evaluate_score_first(tokens, official_piece_table(), cache, make_model, options);
}

class Worlds : public testing::TestWithParam<std::uint32_t> {};

// Prefilled ranks are in the state a single rank would be in, so every score is the same bit.
TEST_P(Worlds, AgreeOnStatesAndScores) {
  const std::vector<std::uint16_t> tokens = repetitive_tokens(kTokens);
  Scorings alone_seen;
  Scorings split_seen;
  const ScoreFirstResult alone =
      evaluate(tokens, pgolf_test::small_796(), small_options(1), &alone_seen);
  const ScoreFirstResult split =
      evaluate(tokens, pgolf_test::small_796(), small_options(GetParam()), &split_seen);
  ASSERT_EQ(alone_seen.size(), split_seen.size());
  for (const auto& [place, score] : alone_seen) {
    EXPECT_EQ(split_seen.at(place).cache.probability, score.cache.probability);
    EXPECT_EQ(split_seen.at(place).first_time, score.first_time);
  }
  EXPECT_EQ(split.ranks.back().end_state.root, alone.ranks.back().end_state.root);
  for (std::size_t rank = 1; rank < split.ranks.size(); ++rank) {
    EXPECT_EQ(split.ranks[rank].start_state.root, split.ranks[rank - 1].end_state.root);
    EXPECT_TRUE(split.ranks[rank].continues) << rank;
    EXPECT_EQ(split.ranks[rank].first_scored, split.ranks[rank - 1].last_scored + 1);
  }
  EXPECT_EQ(split.claimed.bytes, alone.claimed.bytes);
  EXPECT_EQ(split.claimed.positions, alone.claimed.positions);
  EXPECT_NEAR(split.claimed.cache_nats, alone.claimed.cache_nats, 1e-9);
  EXPECT_NEAR(split.rescore_first_nats, alone.rescore_first_nats, 1e-9);
}

// A rank whose tables hold one insertion too many before its first window.
TEST(ScoreFirst, ARankThatBeginsElsewhereIsToldByTheOthers) {
  const std::vector<std::uint16_t> tokens = repetitive_tokens(kTokens);
  ScoreFirstOptions options = small_options(3);
  options.make_cache = [&](std::uint32_t rank) {
    auto cache = make_ngram_cache(pgolf_test::small_796(), test_digest_key());
    if (rank == 1) {
      cache->update(tokens, 1, 1);
    }
    return cache;
  };
  std::vector<std::string> lines;
  options.progress = [&](const std::string& line) { lines.push_back(line); };
  const ScoreFirstResult result = evaluate(tokens, pgolf_test::small_796(), options);
  EXPECT_TRUE(result.ranks[0].continues);
  EXPECT_FALSE(result.ranks[1].continues);
  EXPECT_FALSE(result.ranks[2].continues);  // itself in order, after a rank that is not
  EXPECT_EQ(lines.back(), "rank 2: begins in another state than the rank before ended in");
}

INSTANTIATE_TEST_SUITE_P(Sizes, Worlds, testing::Values(1, 2, 4, 8),
                         [](const auto& row) { return std::to_string(row.param) + "_ranks"; });

TEST(ScoreFirst, SumsAreThoseOfTheScorings) {
  const std::vector<std::uint16_t> tokens = repetitive_tokens(kTokens);
  Scorings seen;
  const ScoreFirstResult result =
      evaluate(tokens, pgolf_test::small_806(), small_options(2), &seen);
  double once = 0;
  double again = 0;
  std::uint64_t repeats = 0;
  for (const auto& [place, score] : seen) {
    (score.first_time ? once : again) += score_nats(score.cache.probability);
    repeats += score.first_time ? 0 : 1;
  }
  EXPECT_EQ(repeats, 3U * 32U);  // three tail windows of 32 positions
  EXPECT_EQ(result.once.positions, kTokens - 1);
  EXPECT_EQ(result.claimed.positions, kTokens - 1 + repeats);
  EXPECT_NEAR(result.once.cache_nats, once, 1e-9);
  EXPECT_NEAR(result.rescore_nats, again, 1e-9);
  EXPECT_NEAR(result.claimed.cache_nats, once + again, 1e-9);
  EXPECT_EQ(result.val_bytes, result.once.bytes);
  EXPECT_EQ(scores_of(result).at(2).label, "cache");
  EXPECT_EQ(scores_of(result).at(3).tokens, kTokens - 1);
}

// The first scorings of the positions before t.
std::map<std::uint64_t, double> first_scores_before(const Scorings& scorings, std::uint64_t t) {
  std::map<std::uint64_t, double> first;
  for (const auto& [place, score] : scorings) {
    if (place.second < t && score.first_time) {
      first.emplace(place.second, score.cache.probability);
    }
  }
  return first;
}

// Section 3 of the causality audit: what stands before t does not feel t.
TEST(ScoreFirst, ALaterTokenMovesNoEarlierScore) {
  const std::vector<std::uint16_t> tokens = repetitive_tokens(kTokens);
  Scorings before;
  evaluate(tokens, pgolf_test::small_dirichlet(), small_options(1), &before);
  for (const std::uint64_t t : {1U, 128U, 129U, 500U, 993U, 1024U}) {
    std::vector<std::uint16_t> changed = tokens;
    for (std::size_t i = t; i < changed.size(); ++i) {
      changed[i] = static_cast<std::uint16_t>((5U * changed[i] + 17U) % 1024U);
    }
    Scorings after;
    evaluate(changed, pgolf_test::small_dirichlet(), small_options(1), &after);
    EXPECT_EQ(first_scores_before(before, t).size(), t - 1);
    EXPECT_EQ(first_scores_before(before, t), first_scores_before(after, t)) << t;
  }
}

TEST(ScoreFirst, RanksAtOnceChangeNothing) {
  const std::vector<std::uint16_t> tokens = repetitive_tokens(kTokens);
  ScoreFirstOptions one_by_one = small_options(4);
  one_by_one.ranks_at_once = 1;
  const double first = evaluate(tokens, pgolf_test::small_806(), one_by_one).claimed.cache_nats;
  one_by_one.ranks_at_once = 4;
  EXPECT_EQ(evaluate(tokens, pgolf_test::small_806(), one_by_one).claimed.cache_nats, first);
}

TEST(ScoreFirst, ARankInTheTailFailsBeforeAnyIsScored) {
  const std::vector<std::uint16_t> tokens = repetitive_tokens(257);
  bool scored = false;
  ScoreFirstOptions options = small_options(8);
  options.sink = [&](std::uint32_t, std::uint64_t, std::span<const PositionScore>) {
    scored = true;
  };
  EXPECT_THROW(evaluate(tokens, pgolf_test::small_796(), options), PrefillOutOfRange);
  EXPECT_FALSE(scored);
}

TEST(ScoreFirst, AFailingNetworkEndsTheRunWithItsReason) {
  const std::vector<std::uint16_t> tokens = repetitive_tokens(kTokens);
  const ModelFactory broken = [](std::uint32_t rank) -> std::unique_ptr<TokenModel> {
    throw Error(ErrorKind::bad_input, "no network for rank " + std::to_string(rank));
  };
  ScoreFirstOptions options = small_options(4);
  options.ranks_at_once = 1;
  try {
    evaluate_score_first(tokens, official_piece_table(), pgolf_test::small_806(), broken, options);
    FAIL() << "evaluated";
  } catch (const Error& error) {
    EXPECT_EQ(std::string(error.what()), "no network for rank 0");
  }
}

ScoreFirstOptions with_events(const pgolf_test::TemporaryFolder& folder, std::uint32_t ranks) {
  ScoreFirstOptions options = small_options(ranks);
  options.events = EventOptions{
      .folder = folder.path(), .config_digest = sha256("c"), .salt = {}, .clock_ns = [] {
        return std::uint64_t{1};
      }};
  return options;
}

TEST(ScoreFirstEvents, AreReadBackWithoutAProblem) {
  const std::vector<std::uint16_t> tokens = repetitive_tokens(kTokens);
  const pgolf_test::TemporaryFolder folder;
  const ScoreFirstResult result = evaluate(tokens, pgolf_test::small_796(), with_events(folder, 4));
  ASSERT_EQ(result.event_files.size(), 4U);
  EXPECT_EQ(result.event_count, window_count(result.geometry) + 4);
  for (std::uint32_t rank = 0; rank < 4; ++rank) {
    const std::string bytes = read_file(folder / event_file_name(rank), 1U << 24U);
    EXPECT_EQ(to_hex(sha256(bytes)), result.event_files[rank].sha256);
    const EventFile file = read_event_file(bytes, "events");
    EXPECT_TRUE(file.problems.empty()) << file.problems.front().what;
    const auto init = std::get<InitEvent>(file.records.front().event);
    EXPECT_EQ(init.rank, rank);
    EXPECT_EQ(init.digest_set, 1U);
    EXPECT_EQ(init.tables, 15U);  // 14 of contexts, orders 2 to 15, and the full one of order 15
    EXPECT_EQ(init.token_digest, result.token_digest);
    const auto close = std::get<CloseEvent>(file.records.back().event);
    EXPECT_EQ(close.sum_nats, result.ranks[rank].claimed.cache_nats);
    EXPECT_EQ(close.positions, result.ranks[rank].claimed.positions);
    EXPECT_EQ(close.root, result.ranks[rank].end_state.root);
    EXPECT_EQ(file.records.back().digest, result.ranks[rank].end_state.msh2_shared);
    EXPECT_EQ(std::holds_alternative<PrefillEvent>(file.records[1].event), rank > 0);
  }
}

TEST(ScoreFirstEvents, AreTheSameAtASecondRun) {
  const std::vector<std::uint16_t> tokens = repetitive_tokens(kTokens);
  const pgolf_test::TemporaryFolder first;
  const pgolf_test::TemporaryFolder second;
  ScoreFirstOptions later = with_events(second, 2);
  later.events->clock_ns = [] { return std::uint64_t{99}; };
  const ScoreFirstResult once = evaluate(tokens, pgolf_test::small_806(), with_events(first, 2));
  const ScoreFirstResult again = evaluate(tokens, pgolf_test::small_806(), later);
  EXPECT_EQ(once.event_root, again.event_root);
  EXPECT_EQ(once.event_files[1].sha256, again.event_files[1].sha256);
}

TEST(ScoreFirstEvents, ARankWithoutWindowsOpensAndCloses) {
  const std::vector<std::uint16_t> tokens = repetitive_tokens(65);
  const pgolf_test::TemporaryFolder folder;
  ScoreFirstOptions options = with_events(folder, 4);
  options.seq_len = 64;
  const ScoreFirstResult result = evaluate(tokens, pgolf_test::small_806(), options);
  std::size_t empty = 0;
  for (const RankResult& rank : result.ranks) {
    const EventFile file =
        read_event_file(read_file(folder / event_file_name(rank.rank), 1U << 24U), "events");
    EXPECT_TRUE(file.problems.empty());
    if (rank.windows.first == rank.windows.end) {
      EXPECT_EQ(file.records.size(), 2U);
      ++empty;
    }
  }
  EXPECT_EQ(empty, 2U);
}

// By hand from causality-audit.md 1.1: after PREFILL, after segment 0, after ceil(k n/8) segments,
// before the first tail segment.
TEST(CheckpointPlaces, AreThoseOfTheSpecification) {
  const Geometry geometry{.targets = 62'021'632, .seq_len = 2048, .stride = 64};
  using Places = std::set<std::uint64_t>;
  EXPECT_EQ(checkpoint_places(geometry, {.first = 0, .end = 121'136}, false),
            (Places{1, 15'142, 30'284, 45'426, 60'568, 75'710, 90'852, 105'994, 121'136}));
  EXPECT_EQ(
      checkpoint_places(geometry, {.first = 847'952, .end = 969'088}, true),
      (Places{0, 1, 15'142, 30'284, 45'426, 60'568, 75'710, 90'852, 105'994, 121'105, 121'136}));
  EXPECT_EQ(checkpoint_places(geometry, {.first = 10, .end = 13}, true), (Places{0, 1, 2, 3}));
  EXPECT_EQ(checkpoint_places(geometry, {.first = 5, .end = 5}, false), Places{});
}

}  // namespace
}  // namespace reference
