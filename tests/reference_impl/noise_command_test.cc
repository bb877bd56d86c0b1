// SPDX-License-Identifier: Apache-2.0
// `reference noise` from outside: the shard, its manifest and what they say of each other.
#include <cmath>

#include "reference_impl/base/file.h"
#include "reference_impl/base/json_text.h"
#include "reference_impl/base/sha256.h"
#include "reference_impl/noise/splitmix64.h"
#include "reference_impl/tokens/shard.h"
#include "tests/support/program.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace pgolf_test {
namespace {

using nlohmann::json;
using reference::to_hex;

ProgramRun noise(const std::string& source, const std::filesystem::path& output,
                 const std::vector<std::string>& more = {}) {
  std::vector<std::string> arguments = {"noise",    "--source", source,     "--seed",       "42",
                                        "--tokens", "5000",     "--output", output.string()};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return run_program(PGOLF_REFERENCE_PROGRAM, arguments);
}

// A folder of two training shards of text tokens.
void write_training(const TemporaryFolder& folder) {
  std::filesystem::create_directories(folder / "train");
  for (const char* name : {"fineweb_train_000000.bin", "fineweb_train_000001.bin"}) {
    std::vector<std::uint16_t> tokens;
    for (int i = 0; i < 400; ++i) {
      tokens.push_back(static_cast<std::uint16_t>(i % 50 == 0 ? 1 : 4 + i * i % 89));
    }
    reference::write_shard(folder / "train" / name, tokens);
  }
}

class EverySourceCommand : public testing::TestWithParam<const char*> {};

TEST_P(EverySourceCommand, WritesAShardThatItsManifestDescribes) {
  const TemporaryFolder folder;
  write_training(folder);
  const std::vector<std::string> train = {"--train", (folder / "train").string()};
  const ProgramRun run = noise(GetParam(), folder / "a", train);
  ASSERT_EQ(run.exit_code, 0) << run.errors;
  const std::string manifest = reference::read_file(folder / "a/noise.json", 1U << 20U);
  EXPECT_EQ(run.output, manifest);
  const json facts = reference::parse_json(manifest.substr(0, manifest.size() - 1), "noise.json");
  EXPECT_EQ(facts.at("source"), GetParam());
  EXPECT_EQ(facts.at("seed"), 42);
  const std::string bytes =
      reference::read_file(folder / "a/fineweb_val_000000.bin", std::uint64_t{1} << 20U);
  EXPECT_EQ(facts.at("shard").at("sha256"), to_hex(reference::sha256(bytes)));
  const auto split = reference::read_split(folder / "a", "val");
  EXPECT_EQ(split.tokens.size(), 5000U);
  EXPECT_EQ(facts.at("token_sha256"), to_hex(reference::token_digest(split.tokens)));
  EXPECT_EQ(facts.at("scored").at("targets"), 4096);
  EXPECT_GT(facts.at("scored").at("sum_nats"), 0);

  ASSERT_EQ(noise(GetParam(), folder / "b", train).exit_code, 0);
  EXPECT_EQ(reference::read_file(folder / "b/noise.json", 1U << 20U), manifest);
}

INSTANTIATE_TEST_SUITE_P(Sources, EverySourceCommand,
                         testing::Values("uniform", "documents", "markov", "repeat"),
                         [](const auto& row) { return std::string(row.param); });

TEST(NoiseCommand, UniformIsTheSpecifiedStream) {
  const TemporaryFolder folder;
  ASSERT_EQ(noise("uniform", folder / "a").exit_code, 0);
  const auto split = reference::read_split(folder / "a", "val");
  reference::SplitMix64 draws(42);
  for (const std::uint16_t token : split.tokens) {
    ASSERT_EQ(token, 4 + draws.next() % 1020);  // no draw of these is refused
  }
}

TEST(NoiseCommand, MarkovSaysWhatItWasFittedOn) {
  const TemporaryFolder folder;
  write_training(folder);
  const ProgramRun run = noise("markov", folder / "a",
                               {"--train", (folder / "train").string(), "--train-tokens", "500"});
  ASSERT_EQ(run.exit_code, 0) << run.errors;
  const json facts = reference::parse_json(run.output.substr(0, run.output.size() - 1), "output");
  auto training = reference::read_split(folder / "train", "train").tokens;
  training.resize(500);
  EXPECT_EQ(facts.at("fit").at("tokens"), 500);
  EXPECT_EQ(facts.at("fit").at("token_sha256"), to_hex(reference::token_digest(training)));
  EXPECT_EQ(facts.at("alphabet"), 1021);
}

struct Ends {
  const char* name;
  std::vector<std::string> arguments;
  int exit_code;
  const char* says;
};

class NoiseEnds : public testing::TestWithParam<Ends> {};

TEST_P(NoiseEnds, WithTheCodeOfTheSpecification) {
  const TemporaryFolder folder;
  std::vector<std::string> arguments = {"noise", "--output", (folder / "a").string()};
  arguments.insert(arguments.end(), GetParam().arguments.begin(), GetParam().arguments.end());
  const ProgramRun run = run_program(PGOLF_REFERENCE_PROGRAM, arguments);
  EXPECT_EQ(run.exit_code, GetParam().exit_code) << run.errors;
  EXPECT_NE(run.errors.find(GetParam().says), std::string::npos) << run.errors;
  EXPECT_FALSE(std::filesystem::exists(folder / "a/noise.json"));
}

INSTANTIATE_TEST_SUITE_P(
    Rows, NoiseEnds,
    testing::Values(
        Ends{"no_source", {"--seed", "1"}, 64, "--source"},
        Ends{"unknown_source", {"--source", "pink", "--seed", "1"}, 64, "pink"},
        Ends{"no_seed", {"--source", "uniform"}, 64, "--seed"},
        Ends{"seed_beyond_json",
             {"--source", "uniform", "--seed", "9007199254740992"},
             64,
             "--seed"},
        Ends{"markov_without_training", {"--source", "markov", "--seed", "1"}, 64, "--train"},
        Ends{"too_short",
             {"--source", "uniform", "--seed", "1", "--tokens", "2048"},
             65,
             "at least 2049 are needed"}),
    [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace pgolf_test
