// SPDX-License-Identifier: Apache-2.0
// The program from text to score: make-data, train, evaluate, with a recipe scaled down until it
// takes seconds, and how the commands end when something is wrong.
#include <algorithm>

#include "reference_impl/base/file.h"
#include "reference_impl/base/json_text.h"
#include "reference_impl/base/sha256.h"
#include "reference_impl/record/run_record.h"
#include "reference_impl/tokens/shard.h"
#include "tests/support/program.h"
#include "tests/support/shared_data.h"
#include "tests/support/temporary_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace pgolf_test {
namespace {

using nlohmann::json;
using reference::RunRecord;
using testing::HasSubstr;

constexpr const char* kDictionary = "/usr/share/dictd/gcide.dict.dz";

std::string file(const std::filesystem::path& path) {
  return reference::read_file(path, 1ULL << 28U);
}

RunRecord record(const std::filesystem::path& folder, const std::string& command) {
  const auto path = folder / reference::run_record_file_name(command);
  return reference::run_record_from_json(reference::parse_json(file(path), "record"), "record");
}

// PR 806, smaller still.
json tiny_recipe() {
  json recipe = reference::parse_json(file(source_path("submissions/806/recipe.json")), "recipe");
  json& smoke = recipe["smoke"];
  smoke["/model/layers"] = 2;
  smoke["/model/width"] = 32;
  smoke["/model/rope_dims"] = 8;
  smoke["/training/seq_len"] = 64;
  smoke["/training/batch_tokens"] = 1024;
  smoke["/training/iterations"] = 5;
  smoke["/evaluation/seq_len"] = 64;
  smoke["/evaluation/stride"] = 16;
  smoke["/evaluation/max_val_tokens"] = 2049;
  smoke["/cache/buckets"] = 128;
  return recipe;
}

// A folder with a tiny recipe and random shards.
class TinyRun {
 public:
  TinyRun() {
    folder_.write("recipe.json", tiny_recipe().dump());
    std::filesystem::create_directories(folder_ / "data");
    write_shard("train", 20'000);
    write_shard("val", 3'000);
  }
  std::filesystem::path operator/(const std::string& name) const { return folder_ / name; }

  void write_shard(const std::string& split, std::size_t count) const {
    std::vector<std::uint16_t> tokens(count);
    std::uint32_t state = 1;
    for (std::uint16_t& token : tokens) {
      state = state * 1'664'525U + 1'013'904'223U;
      token = static_cast<std::uint16_t>(state >> 22U);  // 10 bits
    }
    reference::write_shard(folder_ / ("data/fineweb_" + split + "_000000.bin"), tokens);
  }
  void write_recipe(const json& recipe) const { folder_.write("recipe.json", recipe.dump()); }

  ProgramRun run(const std::string& command, const std::string& output,
                 const std::vector<std::string>& more = {}) const {
    std::vector<std::string> arguments = {command,
                                          "--recipe",
                                          (folder_ / "recipe.json").string(),
                                          "--seed",
                                          "1337",
                                          "--data",
                                          (folder_ / "data").string(),
                                          "--output",
                                          (folder_ / output).string()};
    arguments.insert(arguments.end(), more.begin(), more.end());
    if (std::find(more.begin(), more.end(), "--profile") == more.end()) {
      arguments.insert(arguments.end(), {"--profile", "smoke"});
    }
    return run_program(PGOLF_REFERENCE_PROGRAM, arguments);
  }

 private:
  TemporaryFolder folder_;
};

TEST(MakeData, TheSameSourceGivesTheSameBytes) {
  if (!std::filesystem::exists(kDictionary)) {
    GTEST_SKIP() << "needs " << kDictionary << " of the Debian package dict-gcide";
  }
  const TemporaryFolder folder;
  for (const char* name : {"first", "second"}) {
    const ProgramRun run =
        run_program(PGOLF_REFERENCE_PROGRAM,
                    {"make-data", "--profile", "smoke", "--output", (folder / name).string()});
    ASSERT_EQ(run.exit_code, 0) << run.errors;
  }
  for (const char* name : {"fineweb_train_000000.bin", "fineweb_val_000000.bin", "pieces.tsv",
                           "tokenizer.model", "manifest.json"}) {
    EXPECT_EQ(file(folder / "first" / name), file(folder / "second" / name)) << name;
  }
  const json manifest = reference::parse_json(file(folder / "first/manifest.json"), "manifest");
  EXPECT_EQ(manifest.at("source").at("licence"), "GPL-2.0-or-later");
  for (const json& row : manifest.at("files")) {
    const std::string bytes = file(folder / "first" / row.at("name").get<std::string>());
    EXPECT_EQ(row.at("sha256"), reference::to_hex(reference::sha256(bytes)));
    EXPECT_EQ(row.at("bytes"), bytes.size());
  }
  const reference::TokenSplit val = reference::read_split(folder / "first", "val");
  const auto documents = std::count(val.tokens.begin(), val.tokens.end(), 1);
  EXPECT_EQ(manifest.at("files")[1].at("documents"), documents);
  EXPECT_GE(val.tokens.size(), 61'441U);  // what the smoke tables cut it to
}

TEST(MakeData, AMissingSourceSaysWhatToInstall) {
  const TemporaryFolder folder;
  const ProgramRun run = run_program(PGOLF_REFERENCE_PROGRAM,
                                     {"make-data", "--profile", "smoke", "--output",
                                      (folder / "out").string(), "--source", "/absent/x.dict.dz"});
  EXPECT_EQ(run.exit_code, 69);
  EXPECT_THAT(run.errors, HasSubstr("install the Debian package dict-gcide"));
  EXPECT_FALSE(std::filesystem::exists(folder / "out"));
}

TEST(TrainEvaluate, TheArtifactDecodesWhatItEncodes) {
  const TinyRun tiny;
  ASSERT_EQ(tiny.run("train", "out").exit_code, 0);
  const std::vector<std::string> scorer = {"--quiet", "--recipe", (tiny / "recipe.json").string(),
                                           "--artifact", (tiny / "out/artifact.bin").string()};
  const auto with_scorer = [&](std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), scorer.begin(), scorer.end());
    return run_program(PGOLF_REFERENCE_PROGRAM, arguments);
  };
  const std::string code = (tiny / "val.pgcode").string();
  const ProgramRun encoded = with_scorer(
      {"encode", "--tokens", "600", "--data", (tiny / "data").string(), "--output", code});
  ASSERT_EQ(encoded.exit_code, 0) << encoded.errors;
  std::filesystem::remove_all(tiny / "data");
  const ProgramRun decoded =
      with_scorer({"decode", "--input", code, "--output", (tiny / "back.bin").string()});
  ASSERT_EQ(decoded.exit_code, 0) << decoded.errors;
  const json sent = reference::parse_json(encoded.output.substr(0, encoded.output.size() - 1), "e");
  const json back = reference::parse_json(decoded.output.substr(0, decoded.output.size() - 1), "d");
  EXPECT_EQ(back.at("decoded"), true);
  EXPECT_EQ(back.at("token_sha256"), sent.at("token_sha256"));
  EXPECT_EQ(sent.at("claims_unlike_rows"), 0);
  EXPECT_EQ(reference::parse_shard(file(tiny / "back.bin"), "back").size(), 600U);
}

TEST(TrainEvaluate, LeavesWhatTheCourtReads) {
  const TinyRun tiny;
  const ProgramRun train = tiny.run("train", "out");
  ASSERT_EQ(train.exit_code, 0) << train.errors;
  const ProgramRun evaluate = tiny.run("evaluate", "out");
  ASSERT_EQ(evaluate.exit_code, 0) << evaluate.errors;

  const RunRecord trained = record(tiny / "out", "train");
  const RunRecord evaluated = record(tiny / "out", "evaluate");
  EXPECT_EQ(trained.termination, "complete");
  EXPECT_EQ(trained.training->steps, 5U);
  EXPECT_EQ(evaluated.evaluation->artifact.sha256, trained.training->artifact.sha256);
  EXPECT_EQ(evaluated.evaluation->artifact.bytes,
            std::filesystem::file_size(tiny / "out/artifact.bin"));
  EXPECT_EQ(evaluated.world_size, 2U);
  EXPECT_EQ(evaluated.evaluation->val_tokens, 2048U);
  EXPECT_TRUE(evaluated.evaluation->audit_key_is_test_key);
  EXPECT_THAT(evaluated.not_implemented, testing::Contains("/model/precision"));
  for (const auto& events : evaluated.evaluation->event_files) {
    EXPECT_EQ(events.sha256,
              reference::to_hex(reference::sha256(file(tiny / ("out/" + events.name)))));
  }
  EXPECT_TRUE(std::filesystem::exists(tiny / "out/times-1.bin"));
  EXPECT_THAT(file(tiny / "out/train.log"), HasSubstr("\nstep:5/5 train_loss:"));
  EXPECT_THAT(file(tiny / "out/evaluate.log"), HasSubstr("\nfinal_ngram_cache_exact val_loss:"));
}

// 2,048 targets, windows of 64 at stride 16: three tail windows repeat the last 16 positions.
TEST(TrainEvaluate, ScoresCountTheTailAsSubmittedAndOnce) {
  const TinyRun tiny;
  ASSERT_EQ(tiny.run("train", "out").exit_code, 0);
  ASSERT_EQ(tiny.run("evaluate", "out").exit_code, 0);
  const RunRecord evaluated = record(tiny / "out", "evaluate");
  for (const reference::Score& score : evaluated.evaluation->scores) {
    const bool repeats = score.label == "cache" || score.label == "sliding";
    EXPECT_EQ(score.tokens, repeats ? 2048U + 3 * 16 : 2048U) << score.label;
  }
}

TEST(TrainEvaluate, TheSameCommandGivesTheSameBits) {
  const TinyRun tiny;
  for (const char* output : {"a", "b"}) {
    ASSERT_EQ(tiny.run("train", output).exit_code, 0);
    ASSERT_EQ(tiny.run("evaluate", output).exit_code, 0);
  }
  EXPECT_EQ(file(tiny / "a/artifact.bin"), file(tiny / "b/artifact.bin"));
  EXPECT_EQ(file(tiny / "a/events-0.bin"), file(tiny / "b/events-0.bin"));
  EXPECT_EQ(file(tiny / "a/events-1.bin"), file(tiny / "b/events-1.bin"));
  EXPECT_EQ(record(tiny / "a", "evaluate").evaluation->event_root,
            record(tiny / "b", "evaluate").evaluation->event_root);
}

TEST(TrainEvaluate, RanksAndTheAuditKeyComeFromTheCommandLine) {
  const TinyRun tiny;
  ASSERT_EQ(tiny.run("train", "out").exit_code, 0);
  std::string key(64, '\x07');
  reference::write_file(tiny / "key", key);
  const ProgramRun run = tiny.run("evaluate", "other",
                                  {"--ranks", "3", "--audit-key", (tiny / "key").string(),
                                   "--artifact", (tiny / "out/artifact.bin").string()});
  ASSERT_EQ(run.exit_code, 0) << run.errors;
  const RunRecord evaluated = record(tiny / "other", "evaluate");
  EXPECT_EQ(evaluated.world_size, 3U);
  EXPECT_EQ(evaluated.evaluation->event_files.size(), 3U);
  EXPECT_FALSE(evaluated.evaluation->audit_key_is_test_key);
  EXPECT_EQ(evaluated.evaluation->audit_salt.substr(0, 4), "0707");
  EXPECT_THAT(evaluated.scaled,
              testing::Contains(testing::Pair("/evaluation/world_size", "8 -> 3")));
}

TEST(TrainEvaluate, TheOfficialProfileNeedsGpus) {
  const TinyRun tiny;
  const ProgramRun run = tiny.run("train", "out", {"--profile", "official"});
  EXPECT_EQ(run.exit_code, 69);
  EXPECT_THAT(run.errors, HasSubstr("the official profile needs 8 CUDA GPUs"));
  EXPECT_THAT(record(tiny / "out", "train").termination, HasSubstr("needs 8 CUDA GPUs"));
}

struct Fault {
  const char* name;
  std::function<void(const TinyRun&)> make;
  const char* message;
};

class FaultyInput : public testing::TestWithParam<Fault> {};

TEST_P(FaultyInput, EndsWith65AndSaysSoInTheRecord) {
  const TinyRun tiny;
  GetParam().make(tiny);
  const ProgramRun run = tiny.run("train", "out");
  EXPECT_EQ(run.exit_code, 65);
  EXPECT_THAT(run.errors, HasSubstr(GetParam().message));
  EXPECT_THAT(record(tiny / "out", "train").termination, HasSubstr(GetParam().message));
  EXPECT_FALSE(std::filesystem::exists(tiny / "out/artifact.bin"));
}

void replace_in_recipe(const TinyRun& tiny, const std::string& patch) {
  tiny.write_recipe(tiny_recipe().patch(json::parse(patch)));
}

INSTANTIATE_TEST_SUITE_P(
    Rows, FaultyInput,
    testing::Values(
        Fault{"unknown_recipe_field",
              [](const TinyRun& tiny) {
                replace_in_recipe(tiny, R"([{"op":"add","path":"/model/x","value":1}])");
              },
              "the field \"x\" is unknown"},
        Fault{"cache_field",
              [](const TinyRun& tiny) {
                replace_in_recipe(tiny, R"([{"op":"remove","path":"/cache/primes"}])");
              },
              "/cache: the field \"primes\" is missing"},
        Fault{"no_recipe",
              [](const TinyRun& tiny) { std::filesystem::remove(tiny / "recipe.json"); },
              "recipe.json: cannot be read"},
        Fault{"no_training_shards",
              [](const TinyRun& tiny) {
                std::filesystem::remove(tiny / "data/fineweb_train_000000.bin");
              },
              "fineweb_train"},
        Fault{"half_a_shard",
              [](const TinyRun& tiny) {
                std::filesystem::resize_file(tiny / "data/fineweb_val_000000.bin", 3000);
              },
              "fineweb_val_000000.bin"},
        Fault{"too_little_validation", [](const TinyRun& tiny) { tiny.write_shard("val", 50); },
              "fineweb_val"},
        Fault{"tokens_beyond_the_vocabulary",
              [](const TinyRun& tiny) {
                replace_in_recipe(tiny,
                                  R"([{"op":"replace","path":"/model/vocabulary","value":500}])");
              },
              "the recipe's vocabulary has 500"}),
    [](const auto& row) { return row.param.name; });

TEST(TrainEvaluate, ADamagedArtifactIsRefused) {
  const TinyRun tiny;
  ASSERT_EQ(tiny.run("train", "out").exit_code, 0);
  std::string bytes = file(tiny / "out/artifact.bin");
  bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
  reference::write_file(tiny / "out/artifact.bin", bytes);
  const ProgramRun run = tiny.run("evaluate", "out");
  EXPECT_EQ(run.exit_code, 65);
  EXPECT_THAT(run.errors, HasSubstr("artifact.bin: is damaged"));
  EXPECT_FALSE(std::filesystem::exists(tiny / "out/events-0.bin"));
}

TEST(TrainEvaluate, AnInterruptedRunLeavesNoRecord) {
  const TinyRun tiny;
  ASSERT_EQ(tiny.run("train", "out").exit_code, 0);
  replace_in_recipe(tiny,
                    R"([{"op":"replace","path":"/smoke/~1training~1iterations","value":100000}])");
  const ProgramRun run =
      run_program("/usr/bin/timeout",
                  {"--signal=INT", "3", PGOLF_REFERENCE_PROGRAM, "train", "--recipe",
                   (tiny / "recipe.json").string(), "--seed", "1", "--profile", "smoke", "--data",
                   (tiny / "data").string(), "--output", (tiny / "out").string()});
  EXPECT_EQ(run.exit_code, 124);  // of `timeout`, after its signal
  EXPECT_FALSE(std::filesystem::exists(tiny / "out/train-record.json"));
}

}  // namespace
}  // namespace pgolf_test
