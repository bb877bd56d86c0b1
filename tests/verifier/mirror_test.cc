// SPDX-License-Identifier: Apache-2.0
// The court over the real pull requests, where a mirror of their repository is at hand: set
// PGOLF_MIRROR to its git folder. What came out stands in tests/golden/population, which
// UPDATE_GOLDEN=1 writes anew; without a mirror the tables alone are held against their bars.
#include <cstdlib>
#include <map>
#include <set>
#include <string>

#include "reference_impl/base/file.h"
#include "reference_impl/base/json_text.h"
#include "tests/support/program.h"
#include "tests/support/shared_data.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#define PGOLF_SKIP_WITHOUT_MIRROR()                                                            \
  if (std::getenv("PGOLF_MIRROR") == nullptr)                                                  \
  GTEST_SKIP() << "needs a mirror of the challenge's repository: set PGOLF_MIRROR to its git " \
                  "folder"

namespace pgolf_test {
namespace {

using nlohmann::json;

constexpr std::uint64_t kLargest = 16U << 20U;

std::filesystem::path table_path(const std::string& name) {
  return source_path("tests/golden/population/" + name);
}

json read_table(const std::string& name) {
  return reference::parse_json(reference::read_file(table_path(name), kLargest), name);
}

// What a program printed, as JSON; a broken run is a failure that shows what was said.
json verified(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), {"--repo", std::getenv("PGOLF_MIRROR")});
  arguments.insert(arguments.end(), {"--format", "json", "--quiet"});
  const ProgramRun run = run_program(PGOLF_VERIFY, arguments);
  EXPECT_LE(run.exit_code, 2) << run.errors;
  return reference::parse_json(run.output, "standard output");
}

void expect_table(const std::string& name, const json& made) {
  if (std::getenv("UPDATE_GOLDEN") != nullptr) {
    reference::write_file(table_path(name), made.dump(1) + "\n");
  }
  EXPECT_EQ(made, read_table(name));
}

class Mirror : public testing::Test {
 protected:
  Mirror() { ::setenv("HOME", home_.path().c_str(), 1); }
  TemporaryFolder home_;
};

TEST_F(Mirror, EveryLabelledHeadIsJudgedAsTheTableSays) {
  PGOLF_SKIP_WITHOUT_MIRROR();
  PGOLF_SKIP_WITHOUT_SHARED("rules/labels-dev.jsonl");
  expect_table("labels-dev.json",
               verified({"--labels", shared_path("rules/labels-dev.jsonl").string()}));
}

// Recall of 0.9 and precision of 0.95 for each class with at least five labels.
TEST(LabelBars, AreMetByTheTable) {
  const json table = read_table("labels-dev.json");
  std::size_t measured = 0;
  for (const auto& [id, row] : table.at("classes").items()) {
    if (row.at("labelled").get<int>() >= 5) {
      ++measured;
      EXPECT_GE(row.at("recall").get<double>(), 0.9) << id;
      EXPECT_GE(row.at("precision").get<double>(), 0.95) << id;
    }
  }
  EXPECT_GE(measured, 2U);
}

// Every merged record, by the board; each with the gating checks that its head fails.
TEST_F(Mirror, MergedRecordsFailOnlyWhereTheTableSaysWhy) {
  PGOLF_SKIP_WITHOUT_MIRROR();
  const json listed = read_table("merged_records.json");
  std::set<std::string> expected;
  for (const json& row : listed.at("fails")) {
    expected.insert(row.at("pr").dump() + " " + row.at("check").get<std::string>() + " " +
                    row.at("reason").get<std::string>());
  }
  std::set<std::string> found;
  for (const json& pull : listed.at("merged")) {
    const TemporaryFolder output;
    const json report = verified({"--pr", pull.dump(), "--output", output.path().string()});
    for (const json& check : report.at("predicate").at("checks")) {
      if (check.at("status") == "fail" && check.at("severity") == "gating") {
        found.insert(pull.dump() + " " + check.at("id").get<std::string>() + " " +
                     check.at("reason").get<std::string>());
      }
    }
  }
  EXPECT_EQ(found, expected);
}

}  // namespace
}  // namespace pgolf_test
