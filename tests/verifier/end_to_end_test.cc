// SPDX-License-Identifier: Apache-2.0
// The whole path on a small recipe: read, train, evaluate, audit, judge, sign, and the report
// verified by the program that trusts nobody.
#include <filesystem>
#include <stdlib.h>

#include "reference_impl/base/file.h"
#include "reference_impl/base/json_text.h"
#include "tests/support/program.h"
#include "tests/support/shared_data.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using pgolf_test::ProgramRun;
using pgolf_test::run_program;
using pgolf_test::TemporaryFolder;

// The recipe of PR 806 with a smaller smoke table: some seconds instead of a minute.
std::string small_recipe() {
  json recipe = reference::parse_json(
      reference::read_file(pgolf_test::source_path("submissions/806/recipe.json"), 1U << 20U), "r");
  recipe["smoke"]["/training/iterations"] = 3;
  recipe["smoke"]["/evaluation/max_val_tokens"] = 8193;
  recipe["smoke"]["/cache/buckets"] = 1024;
  return reference::canonical_json(recipe);
}

json check_of(const json& statement, const std::string& id) {
  for (const json& check : statement.at("predicate").at("checks")) {
    if (check.at("id") == id) {
      return check;
    }
  }
  return {};
}

class EndToEnd : public testing::Test {
 protected:
  EndToEnd() { ::setenv("XDG_CONFIG_HOME", home_.path().c_str(), 1); }

  TemporaryFolder submission_;
  TemporaryFolder output_;
  TemporaryFolder home_;
};

TEST_F(EndToEnd, ARecipeIsRunAgainJudgedSignedAndVerified) {
  submission_.write("submission.json",
                    R"({"name":"n","author":"a","github_id":"g","date":"2026-03-26",)"
                    R"("val_bpb":0.6678,"seeds":[1337,42]})");
  submission_.write("recipe.json", small_recipe());
  const ProgramRun judged = run_program(
      PGOLF_VERIFY,
      {"--format", "json", submission_.path().string(), "--output", output_.path().string()});
  ASSERT_EQ(judged.exit_code, 1) << judged.errors;
  const json statement = reference::parse_json(judged.output, "statement");

  // (8,192 targets, windows of 256, stride 64): 3 tail windows score the last 64 positions again.
  EXPECT_EQ(check_of(statement, "causality.single-pass").at("status"), "fail");
  EXPECT_EQ(check_of(statement, "causality.single-pass").at("measured").at("value"), 192);
  EXPECT_EQ(check_of(statement, "causality.score-first").at("status"), "fail");
  EXPECT_EQ(check_of(statement, "causality.score-first").at("measured").at("value"), 3);
  EXPECT_EQ(check_of(statement, "replay.deterministic").at("status"), "pass");
  EXPECT_EQ(check_of(statement, "claim.reproduced").at("reason"), "no-accelerator");
  EXPECT_EQ(check_of(statement, "artifact.size").at("reason"), "not-full-scale");
  EXPECT_EQ(check_of(statement, "claim.log-consistent").at("reason"), "no-log");
  EXPECT_EQ(check_of(statement, "causality.prefix").at("status"), "pass");
  EXPECT_EQ(check_of(statement, "distribution.normalized").at("reason"), "not-normalized");
  EXPECT_EQ(check_of(statement, "distribution.decodable").at("reason"), "longer-than-claimed");
  EXPECT_EQ(statement.at("predicate").at("runs").size(), 2U);
  EXPECT_FALSE(fs::exists(output_ / "work"));

  const std::vector<std::string> verified = {(output_ / "report.dsse.json").string(), "--key",
                                             (home_ / "pgolf/signer.pub.pem").string(),
                                             "--submission", submission_.path().string()};
  EXPECT_EQ(run_program(PGOLF_VERIFY_REPORT, verified).exit_code, 1);  // the verdict's own code

  submission_.write("recipe.json", small_recipe() + " ");  // one byte more
  const ProgramRun other = run_program(PGOLF_VERIFY_REPORT, verified);
  EXPECT_EQ(other.exit_code, 3);
  EXPECT_NE(other.errors.find("subject"), std::string::npos) << other.errors;
}

}  // namespace
