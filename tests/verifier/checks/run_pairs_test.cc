// SPDX-License-Identifier: Apache-2.0
#include "verifier/checks/run_pairs.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace verifier {
namespace {

TrainLog log(std::uint64_t seed, const std::string& score, const std::string& sha256) {
  TrainLog made;
  made.path = "train_seed" + std::to_string(seed) + ".log";
  made.sha256 = sha256;
  made.seed = seed;
  made.seed_in_log = Claim<std::uint64_t>{seed, {}};
  made.train_ms = Claim<std::uint64_t>{600'000, {}};
  made.model_bytes = Claim<std::uint64_t>{15'000'000 + seed, {}};
  ScoreLine line;
  line.val_bpb.value = {std::stod(score), static_cast<int>(score.size()) - 2, score};
  made.final_score = line;
  return made;
}

void validate(TrainLog& made, const std::vector<std::string>& losses) {
  for (const std::string& loss : losses) {
    TrainingValidation validation;
    validation.step = 500 * (made.validations.size() + 1);
    validation.val_loss.value.text = loss;
    made.validations.push_back(validation);
  }
}

TEST(CopiedLogs, AreEqualFilesUnderDistinctSeeds) {
  EXPECT_EQ(copied_logs({log(1, "1.1", "a"), log(2, "1.2", "a")}).size(), 1U);
  EXPECT_TRUE(copied_logs({log(1, "1.1", "a"), log(1, "1.1", "a")}).empty());
  EXPECT_TRUE(copied_logs({log(1, "1.1", "a"), log(2, "1.1", "b")}).empty());
}

TEST(CopiedLogs, AreTheSameTrainingEvenWithAnotherScore) {
  TrainLog one = log(1, "1.1", "a");
  TrainLog other = log(2, "1.2", "b");
  validate(one, {"4.0", "3.5", "3.1"});
  validate(other, {"4.0", "3.5", "3.1"});
  EXPECT_EQ(copied_logs({one, other}).size(), 1U);
  other.train_ms->value += 1;
  EXPECT_TRUE(copied_logs({one, other}).empty());
}

// All untrained models of one seed of the weights begin with the same loss.
TEST(CopiedLogs, TwoValidationsAreNotTelling) {
  TrainLog one = log(1, "1.1", "a");
  TrainLog other = log(2, "1.2", "b");
  validate(one, {"6.9", "3.1"});
  validate(other, {"6.9", "3.1"});
  EXPECT_TRUE(copied_logs({one, other}).empty());
}

TEST(IdenticalScores, OnlyWithEnoughDigits) {
  const TrainLog one = log(1, "1.10000000", "a");
  const TrainLog other = log(2, "1.10000000", "b");
  const TrainLog coarse = log(3, "1.1000", "c");
  const TrainLog coarse_too = log(4, "1.1000", "d");
  EXPECT_EQ(identical_scores({&one, &other}, 7).size(), 1U);
  EXPECT_TRUE(identical_scores({&coarse, &coarse_too}, 7).empty());
}

TEST(SameSize, NeedsEveryRun) {
  TrainLog one = log(1, "1.1", "a");
  TrainLog other = log(2, "1.2", "b");
  EXPECT_FALSE(same_size_throughout({&one, &other}));
  other.model_bytes = one.model_bytes;
  EXPECT_TRUE(same_size_throughout({&one, &other}));
  EXPECT_FALSE(same_size_throughout({&one}));
  other.model_bytes.reset();
  EXPECT_FALSE(same_size_throughout({&one, &other}));
}

TEST(DifferentSettings, TakeTheFirstValueAndLeaveOutTheListed) {
  TrainLog one = log(1, "1.1", "a");
  TrainLog other = log(2, "1.2", "b");
  one.settings = {{"lr:0.1", {}}, {"lr:0.9", {}}, {"wd:0", {}}, {"host:a", {}}, {"only:1", {}}};
  other.settings = {{"lr:0.1", {}}, {"wd:1", {}}, {"host:b", {}}};
  const auto differences = different_settings({&one, &other}, {"host"});
  ASSERT_EQ(differences.size(), 1U);
  EXPECT_EQ(differences[0].key, "wd");
  EXPECT_EQ(differences[0].one.value, "0");
  EXPECT_EQ(differences[0].other.value, "1");
}

TEST(SeedsNamedTwice, LookInsideTheLogs) {
  const TrainLog one = log(1, "1.1", "a");
  TrainLog other = log(2, "1.2", "b");
  EXPECT_TRUE(seeds_named_twice({&one, &other}).empty());
  other.seed_in_log->value = 1;
  EXPECT_EQ(seeds_named_twice({&one, &other}).size(), 1U);
}

}  // namespace
}  // namespace verifier
