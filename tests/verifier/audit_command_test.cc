// SPDX-License-Identifier: Apache-2.0
// `verify audit EVENTS --data D` as a user sees it: honest files pass, each forged one names the
// invariant it breaks, and what is no event file, recipe or token stream is said in one sentence.
#include <algorithm>
#include <filesystem>

#include "reference_impl/base/file.h"
#include "reference_impl/base/json_text.h"
#include "reference_impl/evaluation/score_first.h"
#include "reference_impl/evaluation/synthetic_model.h"
#include "reference_impl/tokens/shard.h"
#include "tests/support/forged_files.h"
#include "tests/support/program.h"
#include "tests/support/temporary_folder.h"
#include "verifier/gather/recipe_view.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace {

namespace fs = std::filesystem;
using pgolf_test::FileCheat;
using pgolf_test::ProgramRun;
using pgolf_test::TemporaryFolder;

constexpr std::uint32_t kRanks = 2;
constexpr char kVal[] = "data/fineweb_val_000000.bin";

// Stride equal to the window: nothing is scored twice.
constexpr char kRecipe[] =
    R"({"evaluation":{"seq_len":64,"stride":64,"world_size":2},
        "cache":{"variant":"806","orders":[2,5],
                 "primes":[36313,27191,51647,81929,131071,174763,233017],
                 "buckets":1024,"min_count":2,"gate":{"type":"fixed","alpha":0.4}},
        "smoke":{}})";

// Much repetition, so that n-grams match.
std::vector<std::uint16_t> stream() {
  std::vector<std::uint16_t> tokens;
  for (std::uint64_t i = 0; i <= 1024; ++i) {
    tokens.push_back(static_cast<std::uint16_t>(4 + reference::mix64(i / 3 % 97) % 900));
  }
  return tokens;
}

// An honest run of two ranks with what it was made from: events/, data/ and recipe.json.
void record_run(const TemporaryFolder& folder) {
  const std::vector<std::uint16_t> tokens = stream();
  fs::create_directories(folder / "events");
  fs::create_directories(folder / "data");
  reference::write_shard(folder / kVal, tokens);
  folder.write("recipe.json", kRecipe);
  const verifier::RecipeView recipe = verifier::read_recipe_view(kRecipe, "recipe.json", "smoke");
  reference::ScoreFirstOptions options;
  options.seq_len = recipe.seq_len;
  options.stride = recipe.stride;
  options.world_size = kRanks;
  options.events = reference::EventOptions{
      folder / "events", reference::digest_from_hex(recipe.config_digest), {}, [] {
        return std::uint64_t{0};
      }};
  reference::evaluate_score_first(
      tokens, reference::official_piece_table(), recipe.cache,
      [&](std::uint32_t) {
        return std::make_unique<reference::SyntheticModel>(reference::SyntheticConfig{}, tokens);
      },
      options);
}

class AuditCommand : public testing::Test {
 protected:
  AuditCommand() { record_run(folder_); }

  ProgramRun audit(const std::string& events = "events", std::vector<std::string> more = {}) const {
    more.insert(more.begin(),
                {"audit", (folder_ / events).string(), "--data", (folder_ / "data").string()});
    return pgolf_test::run_program(PGOLF_VERIFY, more);
  }

  TemporaryFolder folder_;
};

bool says(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

void expect_one_sentence(const ProgramRun& run, int exit_code, const std::string& part) {
  EXPECT_EQ(run.exit_code, exit_code) << run.output;
  EXPECT_TRUE(says(run.errors, part)) << run.errors;
  EXPECT_EQ(std::count(run.errors.begin(), run.errors.end(), '\n'), 1) << run.errors;
  EXPECT_EQ(run.output, "");
}

// The recipe lies beside the folder of events and is found by the digest that INIT names.
TEST_F(AuditCommand, HonestFilesPass) {
  const ProgramRun run = audit();
  EXPECT_EQ(run.exit_code, 0) << run.errors << run.output;
  for (const char* kept : {"I1   pass", "I2   pass", "I3   pass", "I5   pass", "I6   pass",
                           "I7   pass", "I8   pass", "I12  pass"}) {
    EXPECT_TRUE(says(run.output, kept)) << kept << "\n" << run.output;
  }
  EXPECT_FALSE(says(run.output, "BREACH")) << run.output;
  EXPECT_TRUE(says(run.output, "1,024 scorings of 1,024 positions")) << run.output;
}

TEST_F(AuditCommand, OneOfTheFilesStandsForItsFolder) {
  EXPECT_EQ(audit("events/events-1.bin").exit_code, 0);
}

TEST_F(AuditCommand, JsonSaysTheSame) {
  const ProgramRun run = audit("events", {"--format", "json"});
  EXPECT_EQ(run.exit_code, 0) << run.errors;
  const nlohmann::json answer = reference::parse_json(run.output, "answer");
  EXPECT_TRUE(answer.at("breaches").empty()) << run.output;
}

TEST_F(AuditCommand, ScoresThatCannotBeComputedAgainAreInconclusive) {
  for (const char* name : {"events/neural-0.bin", "events/neural-1.bin"}) {
    fs::remove(folder_ / name);
  }
  const ProgramRun run = audit();
  EXPECT_EQ(run.exit_code, 2) << run.errors << run.output;
  EXPECT_TRUE(says(run.output, "I12  -")) << run.output;
}

// Over other tokens the files' states, scores and token digest are all wrong.
TEST_F(AuditCommand, OtherTokensAreNotTheRuns) {
  std::vector<std::uint16_t> tokens = stream();
  tokens[500] ^= 1U;
  reference::write_shard(folder_ / kVal, tokens);
  const ProgramRun run = audit();
  EXPECT_EQ(run.exit_code, 1) << run.errors;
  EXPECT_TRUE(says(run.output, "I5   BREACH")) << run.output;
  EXPECT_TRUE(says(run.output, "I8   BREACH")) << run.output;
}

TEST_F(AuditCommand, WhatIsNoEventFileIsNamed) {
  reference::write_file(folder_ / "events/events-0.bin", "nonsense in its place");
  expect_one_sentence(audit(), 65, "events-0.bin: byte 0");
}

TEST_F(AuditCommand, ARanksFileThatIsMissingIsNamed) {
  fs::remove(folder_ / "events/events-1.bin");
  expect_one_sentence(audit(), 65, "events-1.bin");
}

TEST_F(AuditCommand, DataWithoutValidationShardsIsRefused) {
  fs::remove(folder_ / kVal);
  expect_one_sentence(audit(), 65, "fineweb_val_");
}

TEST_F(AuditCommand, TooFewTokensAreRefused) {
  const std::vector<std::uint16_t> tokens = stream();
  reference::write_shard(folder_ / kVal, std::span(tokens).first(600));
  expect_one_sentence(audit(), 65, "600 validation tokens, the events score up to position 1024");
}

TEST_F(AuditCommand, ARecipeOfAnotherCacheIsRefused) {
  std::string other = kRecipe;
  other.replace(other.find("1024"), 4, "2048");
  folder_.write("recipe.json", other);
  expect_one_sentence(audit(), 65, "give --recipe");
}

TEST_F(AuditCommand, WithoutDataItIsWrongUsage) {
  const ProgramRun run =
      pgolf_test::run_program(PGOLF_VERIFY, {"audit", (folder_ / "events").string()});
  EXPECT_EQ(run.exit_code, 64) << run.errors;
  EXPECT_TRUE(says(run.errors, "--data")) << run.errors;
}

class ForgedEvents : public AuditCommand, public testing::WithParamInterface<FileCheat> {};

TEST_P(ForgedEvents, AreCaughtByTheInvariantTheyBreak) {
  static const pgolf_test::AuditLab lab({.world_size = kRanks});
  pgolf_test::forge(lab, GetParam(), folder_ / "events", "");
  // Named, because a forged INIT may belong to no recipe.
  const ProgramRun run =
      audit("events", {"--recipe", (folder_ / "recipe.json").string(), "--profile", "smoke"});
  for (const std::string& name : GetParam().expected) {
    if (name == "unreadable") {
      expect_one_sentence(run, 65, "events-0.bin: byte ");
      continue;
    }
    EXPECT_EQ(run.exit_code, 1) << run.errors;
    const std::string row = name + std::string(5 - name.size(), ' ') + "BREACH";
    EXPECT_TRUE(says(run.output, row)) << row << "\n" << run.output;
  }
}

INSTANTIATE_TEST_SUITE_P(Cheats, ForgedEvents, testing::ValuesIn(pgolf_test::file_cheats()),
                         [](const auto& row) { return row.param.name; });

}  // namespace
