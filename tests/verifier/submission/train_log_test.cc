// SPDX-License-Identifier: Apache-2.0
#include "verifier/submission/train_log.h"

#include <string>

#include "tests/support/submission_builder.h"
#include "verifier/submission/defects.h"

#include <gtest/gtest.h>

namespace verifier {
namespace {

TrainLog read(const std::string& text, const std::string& path = "train_seed1337.log") {
  std::vector<Defect> defects;
  auto log = read_train_log(path, text, defects);
  EXPECT_TRUE(defects.empty());
  return log.value_or(TrainLog{});
}

TEST(TrainLogReader, GivesEveryFactWithItsLine) {
  const TrainLog log = read(pgolf_test::LogText{}.text());
  EXPECT_EQ(log.seed_in_name->value, 1337U);
  EXPECT_EQ(log.seed_in_log->origin.line, 5U);
  EXPECT_EQ(log.train_ms->value, 590'000U);
  EXPECT_EQ(log.train_ms->origin.line, 8U);
  EXPECT_EQ(log.steps->value, 7000U);
  EXPECT_EQ(log.model_bytes->value, 15'000'000U);
  EXPECT_EQ(log.total_bytes->value, 15'050'000U);
  EXPECT_EQ(log.total_bytes->origin.line, 13U);
  EXPECT_EQ(log.code_bytes->value, 50'000U);
  EXPECT_EQ(log.eval_ms->value, 200'000);
  EXPECT_EQ(log.final_score->val_bpb.value.text, "1.10000000");
  EXPECT_EQ(log.final_score->val_bpb.origin.line, 15U);
  EXPECT_EQ(log.lines, 15U);
  EXPECT_EQ(log.unknown_lines, 1U);  // the path of the log
}

TEST(TrainLogReader, TakesTheLargerOfStopAndLastStep) {
  EXPECT_EQ(read("step:9/9 train_loss:1.0 train_time:600093ms step_avg:83.4ms\n"
                 "stopping_early: wallclock_cap train_time:600051ms step:9/9\n")
                .train_ms->value,
            600'093U);
  EXPECT_EQ(read("step:9/9 train_loss:1.0 train_time:7ms\n").train_ms->value, 7U);
}

TEST(TrainLogReader, BareTotalCountsOnlyBehindAPackedModel) {
  EXPECT_EQ(read("Serialized model int63+lzma: 100 bytes\nTotal submission size: 150 bytes\n")
                .total_bytes->value,
            150U);
  EXPECT_FALSE(read("Serialized model: 900 bytes\nTotal submission size: 950 bytes\n")
                   .total_bytes.has_value());
}

TEST(TrainLogReader, ModelPackedAfterTheTotalSupersedesIt) {
  const TrainLog log = read(
      "Code size: 50 bytes\nSerialized model int8+zlib: 100 bytes\n"
      "Total submission size int8+zlib: 150 bytes\nSerialized model int6+lzma: 80 bytes\n");
  EXPECT_EQ(log.total_bytes->value, 130U);
  EXPECT_EQ(log.total_bytes->origin.line, 4U);
}

TEST(TrainLogReader, OfTwoCodeSizesTheOneThatTheTotalCounts) {
  const std::string sizes =
      "Code size (uncompressed): 120 bytes\nCode size (compressed): 30 bytes\n"
      "Serialized model int8: 100 bytes\n";
  EXPECT_EQ(read(sizes + "Total submission size int8: 130 bytes\n").code_bytes->value, 30U);
  EXPECT_EQ(read(sizes + "Total submission size int8: 220 bytes\n").code_bytes->value, 120U);
}

TEST(TrainLogReader, SourceCopyAndPrintStatementsSayNothing) {
  std::string copy;
  for (int i = 0; i < 20; ++i) {
    copy += "import module_" + std::to_string(i) + "\n";
  }
  const std::string text = copy + "seed:1\nTotal submission size x: 1 bytes\n" +
                           std::string(100, '=') + "\nlog0(f\"seed:{seed}\")\nseed:42\n" +
                           "step:1/2 train_loss:1.0 train_time:5ms\n";
  const TrainLog log = read(text, "train.log");
  EXPECT_EQ(log.seed_in_log->value, 42U);
  EXPECT_FALSE(log.total_bytes.has_value());
}

TEST(TrainLogReader, SeedOfTheName) {
  const std::string step = "step:1/2 train_loss:1.0 train_time:5ms\n";
  EXPECT_EQ(read(step, "logs/seed-7.log").seed_in_name->value, 7U);
  EXPECT_EQ(read(step, "train_s42.txt").seed_in_name->value, 42U);
  EXPECT_EQ(read(step, "train_seed_2026.txt").seed_in_name->value, 2026U);
  EXPECT_FALSE(read(step, "train.log").seed_in_name.has_value());
  EXPECT_FALSE(read(step, "seeds.log").seed_in_name.has_value());
}

TEST(TrainLogReader, TextThatIsNoRunIsNoLog) {
  std::vector<Defect> defects;
  EXPECT_FALSE(read_train_log("notes.txt", "torch==2.9\nseed:42\n", defects).has_value());
  EXPECT_TRUE(defects.empty());
}

TEST(TrainLogReader, EmptyAndBinaryFilesAreDefects) {
  std::vector<Defect> defects;
  EXPECT_FALSE(read_train_log("train.log", "", defects).has_value());
  EXPECT_FALSE(read_train_log("train.log", std::string("a\0b", 3), defects).has_value());
  EXPECT_FALSE(read_train_log("image.txt", std::string("a\0b", 3), defects).has_value());
  ASSERT_EQ(defects.size(), 2U);
  EXPECT_EQ(defects[0].code, defect::kLogEmpty);
  EXPECT_EQ(defects[1].code, defect::kLogBinary);
}

TEST(TrainLogReader, AnOverlongLineIsToldOnceAndTheRestIsRead) {
  std::vector<Defect> defects;
  const std::string text = std::string(70'000, 'x') + "\n" + std::string(70'000, 'y') +
                           "\nstep:1/2 train_loss:1.0 train_time:5ms\n";
  const auto log = read_train_log("train.log", text, defects);
  ASSERT_TRUE(log.has_value());
  EXPECT_EQ(log->train_ms->value, 5U);
  ASSERT_EQ(defects.size(), 1U);
  EXPECT_EQ(defects[0].code, defect::kLogLineCut);
}

TEST(MayBeLog, GoesByTheName) {
  for (const char* path : {"train.log", "train_seed1.txt", "logs/run.out", "TRAIN.LOG"}) {
    EXPECT_TRUE(may_be_log(path)) << path;
  }
  for (const char* path :
       {"requirements.txt", "README.md", "manifest.txt", "x.json", "LICENSE.txt"}) {
    EXPECT_FALSE(may_be_log(path)) << path;
  }
}

}  // namespace
}  // namespace verifier
