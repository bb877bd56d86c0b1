// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/evaluation/causal_scorer.h"

#include <cmath>

#include "reference_impl/base/error.h"
#include "reference_impl/evaluation/score_first.h"
#include "reference_impl/ngram/mixing.h"
#include "tests/support/small_cache.h"

#include <gtest/gtest.h>

namespace pgolf_test {
namespace {

using reference::CausalScorer;
using reference::Geometry;
using reference::SyntheticConfig;
using reference::SyntheticModel;

// The synthetic network, as one whose bits may depend on the shape of a call.
class FixedShapeModel : public SyntheticModel {
 public:
  using SyntheticModel::SyntheticModel;
  bool shape_matters() const override { return true; }
};

struct Rows {
  std::vector<std::vector<double>> rows;
  double claimed_nats = 0;
};

// All rows of a stream; a blind scorer is handed zeros beyond each position.
Rows rows_of(const reference::CacheConfig& config, const Geometry& geometry,
             reference::TokenModel& model, const std::vector<std::uint16_t>& tokens, bool blind) {
  const auto cache = reference::make_ngram_cache(config, reference::test_digest_key());
  CausalScorer scorer(geometry, model, *cache);
  std::vector<std::uint16_t> seen = tokens;
  if (blind) {
    std::fill(seen.begin() + 1, seen.end(), std::uint16_t{0});
  }
  Rows found;
  for (std::uint64_t j = 1; j <= geometry.targets; ++j) {
    const auto row = scorer.row(seen, j, blind ? j : tokens.size());
    found.rows.emplace_back(row.begin(), row.end());
    seen[j] = tokens[j];
    found.claimed_nats += reference::score_nats(scorer.claimed(seen));
  }
  return found;
}

struct Shape {
  const char* name;
  Geometry geometry;
};

class EveryGeometry : public testing::TestWithParam<Shape> {};

TEST_P(EveryGeometry, ARowNeedsNothingAfterItsPrefix) {
  const Geometry geometry = GetParam().geometry;
  const auto tokens = repetitive_tokens(geometry.targets + 1);
  const SyntheticConfig network{.seed = 5, .vocabulary = 512};
  SyntheticModel loose(network, tokens);
  FixedShapeModel fixed(network, tokens);
  const Rows open = rows_of(small_796(), geometry, loose, tokens, false);
  EXPECT_EQ(rows_of(small_796(), geometry, loose, tokens, true).rows, open.rows);
  EXPECT_EQ(rows_of(small_796(), geometry, fixed, tokens, true).rows, open.rows);
  EXPECT_EQ(rows_of(small_796(), geometry, fixed, tokens, false).rows, open.rows);
}

TEST_P(EveryGeometry, ClaimsWhatTheScoreFirstLoopScoresOnce) {
  const Geometry geometry = GetParam().geometry;
  const auto tokens = repetitive_tokens(geometry.targets + 1);
  SyntheticModel model({.seed = 5, .vocabulary = 1024}, tokens);
  const Rows found = rows_of(small_806(), geometry, model, tokens, false);
  reference::ScoreFirstOptions options;
  options.seq_len = geometry.seq_len;
  options.stride = geometry.stride;
  const auto scores = reference::evaluate_score_first(
      tokens, reference::official_piece_table(), small_806(),
      [&](std::uint32_t) {
        return std::make_unique<SyntheticModel>(SyntheticConfig{.seed = 5, .vocabulary = 1024},
                                                tokens);
      },
      options);
  EXPECT_NEAR(found.claimed_nats, scores.once.cache_nats, 1e-9 * scores.once.cache_nats);
  double row_nats = 0;
  for (std::uint64_t j = 1; j <= geometry.targets; ++j) {
    row_nats -= std::log(found.rows[j - 1][tokens[j]]);
  }
  EXPECT_NEAR(row_nats, found.claimed_nats, 1e-9 * found.claimed_nats);
}

INSTANTIATE_TEST_SUITE_P(
    Shapes, EveryGeometry,
    testing::Values(Shape{"aligned", {.targets = 256, .seq_len = 64, .stride = 16}},
                    Shape{"misaligned_tail", {.targets = 245, .seq_len = 64, .stride = 16}},
                    Shape{"one_short_window", {.targets = 20, .seq_len = 64, .stride = 16}},
                    Shape{"side_by_side", {.targets = 128, .seq_len = 32, .stride = 32}}),
    [](const auto& row) { return row.param.name; });

TEST(CausalScorer, ACalibratedNetworkGivesAReceiverOtherRows) {
  const Geometry geometry{.targets = 64, .seq_len = 32, .stride = 8};
  const auto tokens = repetitive_tokens(65);
  std::vector<std::uint16_t> unknown(65, 0);
  const SyntheticConfig network{
      .mode = reference::SyntheticMode::calibrated, .seed = 5, .vocabulary = 512};
  SyntheticModel sender(network, tokens);
  SyntheticModel receiver(network, unknown);
  EXPECT_NE(rows_of(small_806(), geometry, sender, tokens, false).rows,
            rows_of(small_806(), geometry, receiver, tokens, true).rows);
}

TEST(CausalScorer, APositionThatNoWindowScoresIsNamed) {
  const auto tokens = repetitive_tokens(65);
  SyntheticModel model({.vocabulary = 512}, tokens);
  const Geometry gaps{.targets = 64, .seq_len = 16, .stride = 24};
  try {
    rows_of(small_806(), gaps, model, tokens, false);
    FAIL() << "no error";
  } catch (const reference::Error& error) {
    EXPECT_NE(std::string(error.what()).find("position 17 is scored by no window"),
              std::string::npos)
        << error.what();
  }
}

}  // namespace
}  // namespace pgolf_test
