// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/noise/noise_stream.h"

#include <cmath>

#include "reference_impl/base/error.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace pgolf_test {
namespace {

using reference::draw_noise;
using reference::make_uniform_source;
using reference::NoiseStream;
using reference::official_piece_table;
using reference::text_tokens;

NoiseStream uniform_stream(std::uint64_t tokens, std::uint64_t multiple) {
  const auto source = make_uniform_source(text_tokens(official_piece_table()));
  return draw_noise(*source, 20, tokens, multiple, official_piece_table());
}

TEST(NoiseStream, OfUniformCostsLnKAToken) {
  const NoiseStream stream = uniform_stream(100'001, 1000);
  EXPECT_EQ(stream.tokens.size(), 100'001U);
  EXPECT_EQ(stream.targets, 100'000U);
  // A multiple of one double, exact to the last bit but one.
  EXPECT_NEAR(stream.sum_nats, 100'001 * std::log(1020.0), 2e-10);
  EXPECT_NEAR(stream.scored_sum_nats, 100'000 * std::log(1020.0), 2e-10);
}

TEST(NoiseStream, CountsTheBytesOfTheTargets) {
  const NoiseStream stream = uniform_stream(2050, 2048);
  std::uint64_t bytes = 0;
  for (std::size_t j = 1; j <= 2048; ++j) {
    bytes += target_bytes(official_piece_table(), stream.tokens[j - 1], stream.tokens[j]);
  }
  EXPECT_EQ(stream.scored_bytes, bytes);
}

TEST(NoiseStream, TooShortForOneSequenceIsRefused) {
  EXPECT_THROW(uniform_stream(2048, 2048), reference::Error);
}

TEST(NoiseStream, TheManifestNamesTheStream) {
  const NoiseStream stream = uniform_stream(2050, 2048);
  reference::NoiseManifest manifest;
  manifest.source = "uniform";
  manifest.seed = 20;
  manifest.alphabet = 1020;
  manifest.multiple = 2048;
  const nlohmann::json object = noise_manifest_to_json(manifest, stream);
  EXPECT_EQ(object.at("schema"), "pgolf-noise-v1");
  EXPECT_EQ(object.at("tokens"), 2050);
  EXPECT_EQ(object.at("scored").at("targets"), 2048);
  EXPECT_NEAR(object.at("entropy_nats").get<double>(), std::log(1020.0), 1e-14);
  EXPECT_NEAR(object.at("scored").at("entropy_nats").get<double>(), std::log(1020.0), 1e-14);
  EXPECT_FALSE(object.contains("fit"));
}

}  // namespace
}  // namespace pgolf_test
