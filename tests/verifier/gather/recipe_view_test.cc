// SPDX-License-Identifier: Apache-2.0
#include "verifier/gather/recipe_view.h"

#include "reference_impl/base/sha256.h"
#include "verifier/base/result.h"

#include <gtest/gtest.h>

namespace verifier {
namespace {

std::string recipe_text(const std::string& smoke) {
  return R"({"evaluation":{"seq_len":2048,"stride":64,"world_size":8},
    "cache":{"variant":"806","orders":[2,7],"primes":[36313,27191,51647,81929,131071,174763,233017],
             "buckets":4194304,"min_count":2,
             "gate":{"type":"entropy","base":0.05,"range":0.55,"scale":2.0,"center":4.0}},
    "smoke":)" +
         smoke + "}";
}

constexpr char kSmoke[] =
    R"({"/evaluation/seq_len":256,"/evaluation/world_size":2,"/cache/buckets":4096})";

TEST(RecipeView, OfficialIsTheRecipeAsItStands) {
  const RecipeView view = read_recipe_view(recipe_text(kSmoke), "r.json", "official");
  EXPECT_EQ(view.seq_len, 2048U);
  EXPECT_EQ(view.world_size, 8U);
  EXPECT_EQ(view.cache.buckets, 4194304U);
  // The digest is over the RFC 8785 form, written here by hand: members sorted, no white space.
  EXPECT_EQ(view.config_digest,
            reference::to_hex(reference::sha256(std::string_view(
                R"({"buckets":4194304,"gate":{"base":0.05,"center":4,"range":0.55,"scale":2,)"
                R"("type":"entropy"},"min_count":2,"orders":[2,7],"primes":[36313,27191,51647,)"
                R"(81929,131071,174763,233017],"variant":"806"})"))));
}

TEST(RecipeView, SmokeAppliesItsTable) {
  const RecipeView view = read_recipe_view(recipe_text(kSmoke), "r.json", "smoke");
  EXPECT_EQ(view.seq_len, 256U);
  EXPECT_EQ(view.stride, 64U);
  EXPECT_EQ(view.world_size, 2U);
  EXPECT_EQ(view.cache.buckets, 4096U);
}

struct Refused {
  const char* name;
  const char* smoke;
  const char* message;
};

class RefusedRecipe : public testing::TestWithParam<Refused> {};

TEST_P(RefusedRecipe, SaysWhat) {
  try {
    (void)read_recipe_view(recipe_text(GetParam().smoke), "r.json", "smoke");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::bad_input);
    EXPECT_NE(std::string(error.what()).find(GetParam().message), std::string::npos)
        << error.what();
  }
}

INSTANTIATE_TEST_SUITE_P(
    Rows, RefusedRecipe,
    testing::Values(Refused{"unknown_path", R"({"/evaluation/nothing":1})",
                            "/evaluation/nothing is missing"},
                    Refused{"not_a_path", R"({"stride":1})", "\"stride\" is not a path"},
                    Refused{"zero", R"({"/evaluation/stride":0})", "/evaluation/stride is 0"},
                    Refused{"text", R"({"/evaluation/stride":"64"})", "/evaluation/stride is"},
                    Refused{"not_an_object", "7", "/smoke is not an object"}),
    [](const auto& row) { return std::string(row.param.name); });

}  // namespace
}  // namespace verifier
