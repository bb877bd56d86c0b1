// SPDX-License-Identifier: Apache-2.0
// The program `reference` from outside: what it prints and how it ends.
#include "reference_impl/base/file.h"
#include "reference_impl/base/json_text.h"
#include "tests/support/program.h"
#include "tests/support/shared_data.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace pgolf_test {
namespace {

using nlohmann::json;
using reference::canonical_json;
using reference::parse_json;
using reference::read_file;

ProgramRun run_reference(const std::vector<std::string>& arguments) {
  return run_program(PGOLF_REFERENCE_PROGRAM, arguments);
}

// A golden's config with an absolute token file.
json golden_config(const std::string& name) {
  json config =
      parse_json(read_file(shared_path("golden/ngram/" + name + ".json"), 1U << 20U), name)
          .at("config");
  config["tokens"]["file"] = shared_path("data/fineweb_val_sample_sp1024.bin").string();
  return config;
}

TEST(ReferenceProgram, CachePrintsTheResultAsCanonicalJson) {
  PGOLF_SKIP_WITHOUT_SHARED("golden/ngram/s10_806_fixed_alpha_hash.json");
  const TemporaryFolder folder;
  const auto path =
      folder.write("c.json", canonical_json(golden_config("s10_806_fixed_alpha_hash")));
  const ProgramRun run =
      run_reference({"cache", "--config", path.string(), "--events", (folder / "events").string()});
  EXPECT_EQ(run.exit_code, 0) << run.errors;
  const json result = parse_json(run.output.substr(0, run.output.size() - 1), "stdout");
  EXPECT_EQ(result.at("scored_events"), 16832);
  EXPECT_TRUE(std::filesystem::exists(folder / "events/events-1.bin"));
  EXPECT_TRUE(std::filesystem::exists(folder / "events/times-1.bin"));
}

TEST(ReferenceProgram, CachePrintsTheErrorObjectOfAConfigThatMustFail) {
  PGOLF_SKIP_WITHOUT_SHARED("golden/ngram/s08_806_rank_in_tail_hash.json");
  const TemporaryFolder folder;
  json config = golden_config("s08_806_rank_in_tail_hash");
  config["variant"] = "796";
  const ProgramRun run =
      run_reference({"cache", "--config", folder.write("c.json", config.dump()).string()});
  EXPECT_EQ(run.exit_code, 65);
  const json result = parse_json(run.output.substr(0, run.output.size() - 1), "stdout");
  EXPECT_EQ(result.at("error").at("kind"), "prefill_out_of_range");
  EXPECT_NE(run.errors.find("starts at window 40 in the tail"), std::string::npos) << run.errors;
}

// Ranks 5 to 7 begin behind tail windows, whose repeats they do not insert.
TEST(ReferenceProgram, CacheSaysWhyARankDoesNotContinueTheSequentialRun) {
  PGOLF_SKIP_WITHOUT_SHARED("golden/ngram/s08_806_rank_in_tail_hash.json");
  const TemporaryFolder folder;
  const auto path =
      folder.write("c.json", canonical_json(golden_config("s08_806_rank_in_tail_hash")));
  const ProgramRun run = run_reference({"cache", "--config", path.string()});
  EXPECT_EQ(run.exit_code, 0) << run.errors;
  const std::string reason = " starts in another state than the sequential run: the rank starts in";
  EXPECT_EQ(run.errors.find("rank 4" + reason), std::string::npos) << run.errors;
  EXPECT_NE(run.errors.find("rank 5" + reason), std::string::npos) << run.errors;
}

TEST(ReferenceProgram, CacheRanksReplaceTheWorldSize) {
  PGOLF_SKIP_WITHOUT_SHARED("golden/ngram/s10_806_fixed_alpha_hash.json");
  const TemporaryFolder folder;
  const auto path =
      folder.write("c.json", canonical_json(golden_config("s10_806_fixed_alpha_hash")));
  const ProgramRun run =
      run_reference({"cache", "--quiet", "--ranks", "3", "--config", path.string()});
  EXPECT_EQ(run.exit_code, 0) << run.errors;
  EXPECT_EQ(run.errors, "");
  EXPECT_EQ(parse_json(run.output.substr(0, run.output.size() - 1), "o").at("ranks").size(), 3U);
}

TEST(ReferenceProgram, AVocabularyOfAnotherSizeThanThePiecesIsNamed) {
  PGOLF_SKIP_WITHOUT_SHARED("golden/ngram/s06_796_small_hash.json");
  const TemporaryFolder folder;
  json config = golden_config("s06_796_small_hash");
  config["vocab"] = 2048;
  const ProgramRun run =
      run_reference({"cache", "--config", folder.write("c.json", config.dump()).string()});
  EXPECT_EQ(run.exit_code, 65);
  EXPECT_EQ(run.output, "");
  EXPECT_NE(run.errors.find("s06_796_small_hash/vocab: found 2048"), std::string::npos)
      << run.errors;
}

TEST(ReferenceProgram, CacheDrawsPositionsAndScoresOnce) {
  PGOLF_SKIP_WITHOUT_SHARED("golden/ngram/s06_796_small_hash.json");
  const TemporaryFolder folder;
  const auto path = folder.write("c.json", canonical_json(golden_config("s06_796_small_hash")));
  const ProgramRun run = run_reference({"cache", "--quiet", "--strict", "--positions", "12",
                                        "--seed", "3", "--config", path.string()});
  EXPECT_EQ(run.exit_code, 0) << run.errors;
  const json result = parse_json(run.output.substr(0, run.output.size() - 1), "o");
  EXPECT_EQ(result.at("scored_events"), 8192);
  EXPECT_EQ(result.at("Z_sample").at("positions").size(), 12U);
  EXPECT_EQ(result.at("Z_sample").at("Z").size(), 12U);
  EXPECT_FALSE(result.contains("bpb_normalised"));
}

// Four ranks need four devices.
TEST(ReferenceProgram, CacheOnDevicesThatAreNotHereSaysWhatToDo) {
  PGOLF_SKIP_WITHOUT_SHARED("golden/ngram/s10_806_fixed_alpha_hash.json");
  const TemporaryFolder folder;
  const auto path =
      folder.write("c.json", canonical_json(golden_config("s10_806_fixed_alpha_hash")));
  const ProgramRun run = run_reference(
      {"cache", "--quiet", "--device", "cuda", "--ranks", "4", "--config", path.string()});
  if (run.exit_code == 0) {
    GTEST_SKIP() << "this machine has four CUDA devices";
  }
  EXPECT_EQ(run.exit_code, 69) << run.errors;
  EXPECT_EQ(run.output, "");
  EXPECT_NE(run.errors.find("threads"), std::string::npos) << run.errors;
}

struct Ends {
  const char* name;
  std::vector<std::string> arguments;
  int exit_code;
};

class ReferenceEnds : public testing::TestWithParam<Ends> {};

TEST_P(ReferenceEnds, WithTheCodeOfTheSpecification) {
  const ProgramRun run = run_reference(GetParam().arguments);
  EXPECT_EQ(run.exit_code, GetParam().exit_code) << run.errors;
  EXPECT_NE(run.output + run.errors, "");
}

INSTANTIATE_TEST_SUITE_P(
    Rows, ReferenceEnds,
    testing::Values(Ends{"help", {"--help"}, 0}, Ends{"cache_help", {"cache", "--help"}, 0},
                    Ends{"nothing", {}, 64}, Ends{"unknown_command", {"play"}, 64},
                    Ends{"no_config", {"cache"}, 64},
                    Ends{"absent_config", {"cache", "--config", "/nonexistent.json"}, 64},
                    Ends{"unknown_device", {"cache", "--device", "tpu"}, 64}),
    [](const auto& row) { return row.param.name; });

TEST(ReferenceProgram, NegativeNumbersAreRefused) {
  const TemporaryFolder folder;
  const std::string path = folder.write("c.json", "{}").string();
  for (const char* option : {"--seed", "--positions"}) {
    const ProgramRun run = run_reference({"cache", "--config", path, option, "-1"});
    EXPECT_EQ(run.exit_code, 64);
    EXPECT_NE(run.errors.find(option), std::string::npos) << run.errors;
  }
}

TEST(ReferenceProgram, AFullDiskUnderItsAnswerIsNoFaultOfOurs) {
  const TemporaryFolder folder;
  const ProgramRun run =
      run_shell(quoted(PGOLF_REFERENCE_PROGRAM) + " noise --source uniform --seed 1 --tokens 4096" +
                " --output " + quoted((folder / "noise").string()) + " > /dev/full");
  EXPECT_EQ(run.exit_code, 75) << run.errors;
  EXPECT_NE(run.errors.find("standard output cannot be written"), std::string::npos) << run.errors;
}

TEST(ReferenceProgram, ABrokenConfigIsNamedWithItsLine) {
  const TemporaryFolder folder;
  const auto path = folder.write("c.json", "{\"name\":\n}");
  const ProgramRun run = run_reference({"cache", "--config", path.string()});
  EXPECT_EQ(run.exit_code, 65);
  EXPECT_EQ(run.output, "");
  EXPECT_NE(run.errors.find("c.json:2:1:"), std::string::npos) << run.errors;
}

}  // namespace
}  // namespace pgolf_test
