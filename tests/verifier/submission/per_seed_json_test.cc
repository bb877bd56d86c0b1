// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <vector>

#include "verifier/submission/claims.h"

#include <gtest/gtest.h>

namespace verifier {
namespace {

struct Shape {
  std::string name;
  std::string text;
  std::string results;  // "seed=score/bytes ..."
};

std::string results_of(const std::string& text) {
  std::vector<Defect> defects;
  const auto claims = read_claims("submission.json", text, defects);
  std::string shown;
  for (const Claims::PerSeed& one : claims->per_seed) {
    shown += (shown.empty() ? "" : " ") + std::to_string(one.seed) + "=" + one.val_bpb.value.text;
    if (one.artifact_bytes) {
      shown += "/" + std::to_string(one.artifact_bytes->value);
    }
  }
  return shown;
}

class PerSeedShape : public testing::TestWithParam<Shape> {};

TEST_P(PerSeedShape, GivesOneScoreASeed) {
  EXPECT_EQ(results_of(GetParam().text), GetParam().results);
}

// The shapes of submission-formats.md section 2.
INSTANTIATE_TEST_SUITE_P(
    Rows, PerSeedShape,
    testing::Values(
        Shape{
            "Objects",
            R"({"seed_results": {"42": {"val_bpb": 1.08, "artifact_bytes": 15}, "7": {"val_bpb": 1.09}}})",
            "7=1.09 42=1.08/15"},
        Shape{"Numbers", R"({"seed_results": {"42": 1.08}})", "42=1.08"},
        Shape{"SeedsObject", R"({"seeds": {"1337": {"val_bpb": 0.2841, "steps": 6757}}})",
              "1337=0.2841"},
        Shape{"PerSeed", R"({"per_seed": {"42": 1.1}})", "42=1.1"},
        Shape{"ValBpbSeeds", R"({"val_bpb_seeds": {"42": 1.1}})", "42=1.1"},
        Shape{"ValBpbSeedsList", R"({"seeds": [42, 7], "val_bpb_seeds": [1.1, 1.2]})",
              "7=1.2 42=1.1"},
        Shape{"PrefixedKeys", R"({"results": {"seed_42": {"bpb": 1.1}}})", "42=1.1"},
        Shape{"TopLevelKeys", R"({"seed_42": {"val_bpb": 1.1, "bytes_total": 15}})", "42=1.1/15"},
        Shape{"ListOfObjects", R"({"runs": [{"seed": 42, "val_bpb": 1.1}]})", "42=1.1"},
        Shape{"OtherScoreKey", R"({"per_seed_results": {"42": {"ttt_bpb": 1.1}}})", "42=1.1"},
        Shape{"SeedsAreNoScores", R"({"seeds": [1337, 42]})", ""},
        Shape{"Pending", R"({"seed_results": {"42": {"val_bpb": null}}})", ""},
        Shape{"TooManyForTheSeeds", R"({"seeds": [1], "val_bpb_seeds": [1.1, 1.2]})", ""}),
    [](const auto& row) { return row.param.name; });

std::vector<std::uint64_t> seeds_of(const std::string& text) {
  std::vector<Defect> defects;
  std::vector<std::uint64_t> seeds;
  const auto claims = read_claims("submission.json", text, defects);
  for (const auto& seed : claims->seeds) {
    seeds.push_back(seed.value);
  }
  return seeds;
}

TEST(ClaimedSeeds, AreAListAnObjectOrOne) {
  EXPECT_EQ(seeds_of(R"({"seeds": [1337, 42]})"), (std::vector<std::uint64_t>{1337, 42}));
  EXPECT_EQ(seeds_of(R"({"seeds": {"42": 1.0}})"), (std::vector<std::uint64_t>{42}));
  EXPECT_EQ(seeds_of(R"({"seed": 2884431328})"), (std::vector<std::uint64_t>{2884431328}));
  EXPECT_TRUE(seeds_of(R"({"seeds": 3})").empty());
  EXPECT_TRUE(seeds_of("{}").empty());
}

}  // namespace
}  // namespace verifier
