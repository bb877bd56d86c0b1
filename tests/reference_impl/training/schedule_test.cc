// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/training/schedule.h"

#include "reference_impl/base/file.h"
#include "reference_impl/base/json_text.h"
#include "tests/support/shared_data.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace reference {
namespace {

TrainingConfig pr796_schedule() {
  TrainingConfig config;
  config.iterations = 20000;
  config.warmdown_steps = 4000;
  config.max_wallclock_seconds = 560;
  return config;
}

// reference-model.md 4.4: 147 ms for the first step and 4,000 steps of decay dip below 1 once.
TEST(Schedule, TheFirstStepOfPr796DipsOnce) {
  EXPECT_NEAR(learning_rate_factor(pr796_schedule(), 1, 147), 559'853.0 / 588'000.0, 1e-12);
  EXPECT_EQ(learning_rate_factor(pr796_schedule(), 2, 233), 1);
}

// 90.7 ms a step: decay from 560,000 - 4,000 * 90.7 = 197,200 ms on, to nothing at the cap.
TEST(Schedule, ThenTheDecayFollowsTheClock) {
  EXPECT_EQ(learning_rate_factor(pr796_schedule(), 2000, 2000 * 90.7), 1);
  EXPECT_NEAR(learning_rate_factor(pr796_schedule(), 4000, 4000 * 90.7),
              (560'000 - 362'800) / 362'800.0, 1e-12);
  EXPECT_EQ(learning_rate_factor(pr796_schedule(), 6175, 560'028), 0);
}

TEST(Schedule, WithoutACapTheDecayCountsSteps) {
  TrainingConfig config;
  config.iterations = 10;
  config.warmdown_steps = 4;
  EXPECT_EQ(learning_rate_factor(config, 5, 1e9), 1);
  EXPECT_EQ(learning_rate_factor(config, 6, 1e9), 1);
  EXPECT_EQ(learning_rate_factor(config, 7, 1e9), 0.75);
  EXPECT_EQ(learning_rate_factor(config, 9, 0), 0.25);
}

TEST(Schedule, MomentumRisesAndStays) {
  const MuonConfig muon{.momentum = 0.99,
                        .momentum_start = 0.92,
                        .momentum_warmup_steps = 1500,
                        .newton_schulz_steps = 5,
                        .weight_decay = 0};
  EXPECT_DOUBLE_EQ(muon_momentum(muon, 0), 0.92);
  EXPECT_DOUBLE_EQ(muon_momentum(muon, 750), 0.955);
  EXPECT_DOUBLE_EQ(muon_momentum(muon, 3000), 0.99);
}

// Token p of shard f is 20000 * f + p, so a token says where it came from.
std::vector<std::uint16_t> labelled_stream(const nlohmann::json& shard_tokens) {
  std::vector<std::uint16_t> stream;
  for (std::size_t shard = 0; shard < shard_tokens.size(); ++shard) {
    for (std::size_t at = 0; at < shard_tokens[shard].get<std::size_t>(); ++at) {
      stream.push_back(static_cast<std::uint16_t>(20000 * shard + at));
    }
  }
  return stream;
}

std::vector<std::int64_t> spans_to_tokens(const nlohmann::json& spans) {
  std::vector<std::int64_t> tokens;
  for (const auto& span : spans) {
    for (std::int64_t i = 0; i < span[2].get<std::int64_t>(); ++i) {
      tokens.push_back(20000 * span[0].get<std::int64_t>() + span[1].get<std::int64_t>() + i);
    }
  }
  return tokens;
}

// The challenge's own loader, 1 to 8 ranks: slice m * W + rank of our step is what that rank gets
// in micro-step m, over a shard boundary and round to the start.
TEST(Schedule, SlicesAreWhatTheChallengesLoaderHandsOut) {
  PGOLF_SKIP_WITHOUT_SHARED("golden/model/data_order.json");
  const nlohmann::json golden = parse_json(
      read_file(pgolf_test::shared_path("golden/model/data_order.json"), 1U << 24U), "golden");
  const nlohmann::json& about = golden.at("config");
  TrainingConfig config;
  config.batch_tokens = about.at("train_batch_tokens").get<std::int64_t>();
  config.seq_len = about.at("train_seq_len").get<std::int64_t>();
  config.slices = 8;
  const std::vector<std::uint16_t> stream = labelled_stream(about.at("shard_tokens"));
  int compared = 0;
  for (const auto& test_case : golden.at("cases")) {
    if (!test_case.at("shard_order").get<std::string>().empty()) {
      continue;  // an option of PR 796 alone that its run does not use
    }
    const auto world_size = test_case.at("world_size").get<std::int64_t>();
    const nlohmann::json& steps = test_case.at("spans");
    for (std::size_t step = 0; step < steps.size(); ++step) {
      for (std::int64_t slice = 0; slice < config.slices; ++slice) {
        const auto& spans = steps[step][static_cast<std::size_t>(slice / world_size)]
                                 [static_cast<std::size_t>(slice % world_size)];
        EXPECT_EQ(read_slice(config, stream, static_cast<std::int64_t>(step), slice),
                  spans_to_tokens(spans))
            << "world size " << world_size << ", step " << step << ", slice " << slice;
        ++compared;
      }
    }
  }
  EXPECT_EQ(compared, 4 * 5 * 8);
}

}  // namespace
}  // namespace reference
