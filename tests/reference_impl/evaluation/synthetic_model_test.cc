// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/evaluation/synthetic_model.h"

#include "reference_impl/base/file.h"
#include "reference_impl/base/json_text.h"
#include "reference_impl/base/sha256.h"
#include "tests/support/shared_data.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace reference {
namespace {

TEST(SyntheticModel, MixIsSplitmix64) {
  EXPECT_EQ(mix64(0), 0xE220A8397B1DCDAFU);
}

TEST(SyntheticModel, RowsAreTheOracles) {
  PGOLF_SKIP_WITHOUT_SHARED("golden/ngram/s04_806_b22.json");
  const nlohmann::json golden = parse_json(
      read_file(pgolf_test::shared_path("golden/ngram/s04_806_b22.json"), 1U << 20U), "s04");
  ASSERT_EQ(golden.at("vectors").at("logit_index").size(), 6U);
  for (const auto& vector : golden.at("vectors").at("logit_index")) {
    SyntheticConfig config{.seed = 20240520};
    std::uint16_t truth = 0;
    if (vector.at("mode") == "calibrated") {
      config = {.mode = SyntheticMode::calibrated, .seed = 20240520};
      truth = vector.at("token");
    }
    const std::vector<std::uint8_t> row = synthetic_row(config, vector.at("pos"), truth);
    EXPECT_EQ(to_hex(sha256(row)), vector.at("row_sha256")) << vector.at("pos");
  }
}

// Each row depends on its position alone, whatever window asks.
TEST(SyntheticModel, WindowsGiveTheRowsOfTheirPositions) {
  const std::vector<std::uint16_t> tokens(100, 5);
  SyntheticModel model({.seed = 7, .vocabulary = 64}, tokens);
  const std::vector<WindowRequest> windows = {{.start = 10, .length = 4, .first_row = 2},
                                              {.start = 0, .length = 1, .first_row = 0}};
  std::vector<float> logits(3 * 64);
  model.logits(tokens, windows, logits);
  const std::vector<std::uint8_t> row = synthetic_row({.seed = 7, .vocabulary = 64}, 14, 0);
  for (std::size_t v = 0; v < 64; ++v) {
    EXPECT_EQ(logits[64 + v], static_cast<float>(row[v]) / 8.0F);
  }
}

}  // namespace
}  // namespace reference
