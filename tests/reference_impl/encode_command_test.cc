// SPDX-License-Identifier: Apache-2.0
// `reference encode` and `reference decode` from outside: tokens to a file and back.
#include <cmath>

#include "reference_impl/base/file.h"
#include "reference_impl/base/json_text.h"
#include "reference_impl/base/sha256.h"
#include "reference_impl/tokens/shard.h"
#include "tests/support/program.h"
#include "tests/support/shared_data.h"
#include "tests/support/small_cache.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace pgolf_test {
namespace {

using nlohmann::json;
using reference::to_hex;

json parsed(const std::string& output) {
  return reference::parse_json(output.substr(0, output.size() - 1), "standard output");
}

// A folder with a token shard and a configuration of a small cache over it.
class CodeFolder {
 public:
  explicit CodeFolder(const std::string& mode = "hash") {
    const std::string shard = reference::shard_bytes(repetitive_tokens(1025));
    folder_.write("tokens.bin", shard);
    config_ = json{
        {"name", "test"},
        {"variant", "806"},
        {"vocab", 1024},
        {"tokens",
         {{"file", (folder_ / "tokens.bin").string()},
          {"sha256", to_hex(reference::sha256(shard))},
          {"start", 0},
          {"count", 1025},
          {"transform", "none"}}},
        {"seq_len", 128},
        {"stride", 32},
        {"world_size", 2},
        {"min_count", 2},
        {"neural", {{"mode", mode}, {"seed", 7}, {"s_lo", 10}, {"s_n", 25}}},
        {"orders", {2, 7}},
        {"primes", {36313, 27191, 51647, 81929, 131071, 174763, 233017}},
        {"buckets", 1024},
        {"gate",
         {{"type", "entropy"}, {"base", 0.05}, {"range", 0.55}, {"scale", 2.0}, {"center", 4.0}}}};
    folder_.write("config.json", config_.dump());
  }

  std::filesystem::path operator/(const std::string& name) const { return folder_ / name; }
  const TemporaryFolder& folder() const { return folder_; }
  json config() const { return config_; }

  ProgramRun encode(const std::vector<std::string>& more = {}) const {
    std::vector<std::string> arguments = {"encode",   "--quiet",
                                          "--config", (folder_ / "config.json").string(),
                                          "--output", (folder_ / "val.pgcode").string()};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run_program(PGOLF_REFERENCE_PROGRAM, arguments);
  }
  ProgramRun decode(const std::string& config = "config.json") const {
    return run_program(
        PGOLF_REFERENCE_PROGRAM,
        {"decode", "--quiet", "--config", (folder_ / config).string(), "--input",
         (folder_ / "val.pgcode").string(), "--output", (folder_ / "back.bin").string()});
  }
  std::string bytes(const std::string& name) const {
    return reference::read_file(folder_ / name, 1U << 20U);
  }

 private:
  TemporaryFolder folder_;
  json config_;
};

TEST(EncodeCommand, GivesTheTokensBackFromTheFileAlone) {
  const CodeFolder folder;
  const ProgramRun encoded = folder.encode();
  ASSERT_EQ(encoded.exit_code, 0) << encoded.errors;
  const std::string shard = folder.bytes("tokens.bin");
  std::filesystem::remove(folder / "tokens.bin");
  const ProgramRun decoded = folder.decode();
  ASSERT_EQ(decoded.exit_code, 0) << decoded.errors;
  EXPECT_EQ(folder.bytes("back.bin"), shard);
  const json facts = parsed(decoded.output);
  EXPECT_EQ(facts.at("decoded"), true);
  EXPECT_EQ(facts.at("positions"), 1024);
  EXPECT_EQ(facts.at("token_sha256"), to_hex(reference::token_digest(repetitive_tokens(1025))));
  EXPECT_EQ(facts.at("shard").at("sha256"), to_hex(reference::sha256(shard)));
  EXPECT_EQ(facts.at("coded_bits"), parsed(encoded.output).at("coded_bits"));
}

TEST(EncodeCommand, StatesClaimedAndCodedBits) {
  const CodeFolder folder;
  const ProgramRun run = folder.encode({"--check"});
  ASSERT_EQ(run.exit_code, 0) << run.errors;
  const json facts = parsed(run.output);
  const double coded = facts.at("coded_bits").get<double>();
  EXPECT_EQ(facts.at("decoded"), true);
  EXPECT_EQ(facts.at("claims_unlike_rows"), 0);
  EXPECT_EQ(facts.at("tokens"), 1025);
  EXPECT_EQ(coded, 8 * (facts.at("code").at("bytes").get<double>() - 136));
  EXPECT_NEAR(coded, facts.at("table_bits").get<double>(), 16);
  // Hashed counts claim more than their rows hold, and the code shows it.
  EXPECT_GT(facts.at("off_rows"), 500);
  EXPECT_GT(facts.at("largest_normalizer"), 1.1);
  EXPECT_LT(facts.at("claimed_bits"), coded - 100);
}

TEST(EncodeCommand, ANetworkThatPeeksIsShownNotDecodable) {
  const CodeFolder folder("calibrated");
  const ProgramRun encoded = folder.encode({"--check"});
  ASSERT_EQ(encoded.exit_code, 0) << encoded.errors;
  EXPECT_EQ(parsed(encoded.output).at("decoded"), false);
  EXPECT_GE(parsed(encoded.output).at("first_difference"), 1);
  const ProgramRun decoded = folder.decode();
  EXPECT_EQ(decoded.exit_code, 65);
  EXPECT_EQ(parsed(decoded.output).at("decoded"), false);
  EXPECT_NE(decoded.errors.find("the tokens did not come back"), std::string::npos);
  EXPECT_FALSE(std::filesystem::exists(folder / "back.bin"));
}

TEST(EncodeCommand, AnotherScorerIsRefused) {
  const CodeFolder folder;
  ASSERT_EQ(folder.encode().exit_code, 0);
  json other = folder.config();
  other["buckets"] = 2048;
  folder.folder().write("other.json", other.dump());
  const ProgramRun run = folder.decode("other.json");
  EXPECT_EQ(run.exit_code, 65);
  EXPECT_EQ(run.output, "");
  EXPECT_NE(run.errors.find("was made with the scorer"), std::string::npos) << run.errors;
}

TEST(EncodeCommand, OtherNamesAndRanksAreTheSameScorer) {
  const CodeFolder folder;
  ASSERT_EQ(folder.encode().exit_code, 0);
  json other = folder.config();
  other["name"] = "renamed";
  other["world_size"] = 1;
  other["tokens"]["file"] = "nowhere.bin";
  folder.folder().write("other.json", other.dump());
  EXPECT_EQ(folder.decode("other.json").exit_code, 0);
}

TEST(EncodeCommand, ADamagedFileIsRefusedWithItsPlace) {
  const CodeFolder folder;
  ASSERT_EQ(folder.encode().exit_code, 0);
  std::string bytes = folder.bytes("val.pgcode");
  bytes[200] = static_cast<char>(bytes[200] ^ 4);
  folder.folder().write("val.pgcode", bytes);
  const ProgramRun damaged = folder.decode();
  EXPECT_EQ(damaged.exit_code, 65);
  EXPECT_NE(damaged.errors.find("val.pgcode: byte 104: "), std::string::npos) << damaged.errors;
  folder.folder().write("val.pgcode", bytes.substr(0, 150));
  const ProgramRun cut = folder.decode();
  EXPECT_EQ(cut.exit_code, 65);
  EXPECT_NE(cut.errors.find("val.pgcode: byte 96: "), std::string::npos) << cut.errors;
}

TEST(EncodeCommand, CodesOnlyTheTokensAskedFor) {
  const CodeFolder folder;
  const ProgramRun run = folder.encode({"--tokens", "200", "--check"});
  ASSERT_EQ(run.exit_code, 0) << run.errors;
  EXPECT_EQ(parsed(run.output).at("positions"), 199);
  EXPECT_EQ(parsed(run.output).at("decoded"), true);
  const ProgramRun beyond = folder.encode({"--tokens", "2000"});
  EXPECT_EQ(beyond.exit_code, 64);
  EXPECT_NE(beyond.errors.find("the stream has 1025"), std::string::npos) << beyond.errors;
}

TEST(EncodeCommand, NeedsExactlyOneScorer) {
  const CodeFolder folder;
  EXPECT_EQ(run_program(PGOLF_REFERENCE_PROGRAM, {"encode", "--output", "x"}).exit_code, 64);
  const ProgramRun both = folder.encode({"--recipe", (folder / "config.json").string()});
  EXPECT_EQ(both.exit_code, 64);
  EXPECT_NE(both.errors.find("name one scorer"), std::string::npos) << both.errors;
}

// The figures of the goldens: what the integer frequencies cost, and every claimed position once.
class CodedGolden : public testing::TestWithParam<const char*> {};

TEST_P(CodedGolden, HasTheOraclesLengths) {
  const std::string name = std::string("golden/ngram/") + GetParam() + ".json";
  PGOLF_SKIP_WITHOUT_SHARED(name);
  const json golden =
      reference::parse_json(reference::read_file(shared_path(name), 1U << 20U), name);
  json config = golden.at("config");
  config["tokens"]["file"] = shared_path("data/fineweb_val_sample_sp1024.bin").string();
  const TemporaryFolder folder;
  const ProgramRun run =
      run_program(PGOLF_REFERENCE_PROGRAM,
                  {"encode", "--quiet", "--config", folder.write("c.json", config.dump()).string(),
                   "--output", (folder / "val.pgcode").string()});
  ASSERT_EQ(run.exit_code, 0) << run.errors;
  const json facts = parsed(run.output);
  const double expected = golden.at("result").at("decodable_bits").get<double>();
  const double positions = facts.at("positions").get<double>();
  EXPECT_NEAR(facts.at("table_bits").get<double>(), expected,
              0.05 * std::max(1.0, positions / 1e5));
  EXPECT_NEAR(facts.at("coded_bits").get<double>(), expected, 17);
  EXPECT_NEAR(facts.at("normalized_bpb").get<double>(),
              golden.at("result").at("bpb_normalised").get<double>(), 1e-8);
  EXPECT_NEAR(facts.at("claimed_bpb").get<double>(),
              golden.at("result").at("bpb_once").get<double>(), 1e-8);
}

INSTANTIATE_TEST_SUITE_P(Goldens, CodedGolden,
                         testing::Values("s06_796_small_hash", "s07_806_misaligned_tail_hash",
                                         "s08_806_rank_in_tail_hash"),
                         [](const auto& row) { return std::string(row.param); });

}  // namespace
}  // namespace pgolf_test
