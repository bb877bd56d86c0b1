// SPDX-License-Identifier: Apache-2.0
#include "verifier/submission/run_set.h"

#include <string>
#include <vector>

#include "tests/support/submission_builder.h"
#include "verifier/submission/defects.h"

#include <gtest/gtest.h>

namespace pgolf_test {
namespace {

LogText run(std::uint64_t seed, const std::string& path, const std::string& bpb) {
  LogText log;
  log.seed = seed;
  log.path = path;
  log.val_bpb = bpb;
  return log;
}

std::vector<std::string> run_set(const verifier::Submission& submission) {
  std::vector<std::string> paths;
  for (const std::size_t index : submission.run_set) {
    paths.push_back(submission.logs[index].path);
  }
  return paths;
}

verifier::Submission read(const std::vector<LogText>& logs) {
  SubmissionBuilder builder;
  builder.logs = logs;
  return builder.read();
}

using Paths = std::vector<std::string>;

TEST(RunSet, IsTheSeedNamedLogsAtTheTop) {
  const auto submission = read({run(1, "train_seed42.log", "1.1"), run(2, "train_seed7.log", "1.2"),
                                run(3, "other.log", "1.3"), run(4, "logs/seed9.log", "1.4")});
  EXPECT_EQ(run_set(submission), (Paths{"train_seed42.log", "train_seed7.log"}));
  EXPECT_FALSE(submission.run_set_is_a_guess);
}

TEST(RunSet, TakesATrainLogOfASeedThatNoNameCovers) {
  EXPECT_EQ(run_set(read({run(42, "train_seed42.log", "1.1"), run(1337, "train.log", "1.2")})),
            (Paths{"train.log", "train_seed42.log"}));
  EXPECT_EQ(run_set(read({run(42, "train_seed42.log", "1.1"), run(42, "train.log", "1.2")})),
            (Paths{"train_seed42.log"}));
}

TEST(RunSet, CountsByteIdenticalLogsOnce) {
  SubmissionBuilder builder;
  builder.logs.resize(1);
  builder.more_files["train.log"] = builder.logs[0].text();
  EXPECT_EQ(run_set(builder.read()), (Paths{"train_seed1337.log"}));
}

TEST(RunSet, OfTwoLogsOfASeedTheOneThatAloneMatchesTheClaim) {
  SubmissionBuilder builder;
  builder.logs = {run(42, "train_seed42.log", "1.30000000"),
                  run(42, "eval_seed42.log", "1.10000000")};
  builder.claims["seed_results"] = "{\"42\": {\"val_bpb\": 1.1}}";
  EXPECT_EQ(run_set(builder.read()), (Paths{"eval_seed42.log"}));
  builder.claims["seed_results"] = "";
  EXPECT_EQ(run_set(builder.read()), (Paths{"train_seed42.log"}));
}

TEST(RunSet, WithoutSeedNamesIsAGuessUnlessTheSeedsDiffer) {
  EXPECT_FALSE(read({run(1, "a.log", "1.1"), run(2, "b.log", "1.2")}).run_set_is_a_guess);
  const auto same = read({run(5, "a.log", "1.1"), run(5, "b.log", "1.2")});
  EXPECT_TRUE(same.run_set_is_a_guess);
  ASSERT_EQ(same.defects.size(), 1U);
  EXPECT_EQ(same.defects[0].code, verifier::defect::kSeedTwice);
}

TEST(RunSet, SubFoldersOnlyWhereTheTopHasNone) {
  EXPECT_EQ(run_set(read({run(1, "logs/seed1337.log", "1.1"), run(2, "logs/seed42.log", "1.2")})),
            (Paths{"logs/seed1337.log", "logs/seed42.log"}));
}

TEST(Seeds, NameBeforeTextUnlessNamesAreOrdinals) {
  const auto named = read({run(1337, "train_seed0.log", "1.1")});
  EXPECT_EQ(named.logs[0].seed, 0U);
  EXPECT_EQ(named.logs[0].seed_in_log->value, 1337U);
  const auto ordinals = read({run(1337, "seed1.log", "1.1"), run(42, "seed2.log", "1.2")});
  EXPECT_EQ(ordinals.logs[0].seed, 1337U);
  EXPECT_EQ(ordinals.logs[1].seed, 42U);
}

TEST(CommonLabel, IsUsedWhereTheRunsEndDifferently) {
  SubmissionBuilder builder;
  builder.logs.resize(2);
  const std::string text =
      builder.logs[1].text() + "legal_ttt val_loss:1.7000 val_bpb:1.0100 eval_time:9ms\n";
  builder.logs.resize(1);
  builder.more_files["train_seed42.log"] = text;
  const auto submission = builder.read();
  for (const verifier::TrainLog& log : submission.logs) {
    EXPECT_EQ(log.final_score->label, "final_sliding_window_exact") << log.path;
  }
}

}  // namespace
}  // namespace pgolf_test
