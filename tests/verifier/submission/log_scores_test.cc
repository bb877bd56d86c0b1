// SPDX-License-Identifier: Apache-2.0
#include "verifier/submission/log_scores.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace verifier {
namespace {

std::vector<ScoreLine> scores_of(const std::vector<std::string>& lines) {
  std::vector<ScoreLine> scores;
  std::uint64_t number = 0;
  for (const std::string& line : lines) {
    const auto score = read_score_line(line, {"train.log", ++number, ""});
    if (score) {
      scores.push_back(*score);
    }
  }
  return scores;
}

TEST(ScoreLine, HasLabelLossScoreAndTime) {
  const auto score = read_score_line(
      "final_int8_zlib_roundtrip val_loss:2.0191 val_bpb:1.1958 eval_time:62829ms", {"l", 3, ""});
  ASSERT_TRUE(score.has_value());
  EXPECT_EQ(score->label, "final_int8_zlib_roundtrip");
  EXPECT_EQ(score->val_loss->value.text, "2.0191");
  EXPECT_EQ(score->val_bpb.value.text, "1.1958");
  EXPECT_EQ(score->val_bpb.origin.line, 3U);
  EXPECT_EQ(score->eval_ms, 62829);
  EXPECT_FALSE(score->diagnostic);
}

TEST(ScoreLine, ReadsTheOtherSpellings) {
  EXPECT_EQ(
      read_score_line("ttt_sliding:done val_loss=1.889400 val_bpb=1.119012 elapsed=421.9s", {})
          ->eval_ms,
      421900);
  EXPECT_EQ(read_score_line("ppm_mixer val_bpb:1.2345 eval_time:5ms", {})->label, "ppm_mixer");
  EXPECT_FALSE(read_score_line("ppm_mixer val_bpb:1.2345", {})->second_class);
  EXPECT_TRUE(read_score_line("blended_bpb=1.2345", {})->second_class);
  EXPECT_EQ(read_score_line("final sliding val_loss:2.0210 sliding val_bpb:1.1969", {})
                ->val_bpb.value.text,
            "1.1969");
}

TEST(ScoreLine, LeavesOutProgress) {
  for (const char* line :
       {"ttt_chunk [1/1893] bpb=1.162828 time=0.5s",
        "  sliding_eval [  0.0%] 32/2 windows running_bpb=1.1", "batch 12 val_loss:1.0 val_bpb:1.0",
        "rank3 val_loss:1.0 val_bpb:1.0", "epoch 1 val_loss:1.0 val_bpb:1.0",
        "best val_loss:1.0 val_bpb:1.0", "gain_bpb:0.01",
        "val_bpb:enabled tokenizer_kind=sentencepiece", "no score at all"}) {
    EXPECT_FALSE(read_score_line(line, {}).has_value()) << line;
  }
}

TEST(FinalScore, IsTheLastThatIsNoDiagnosticWithTheDigitsOfItsTwin) {
  const auto final = final_score(scores_of({
      "final_roundtrip val_loss:1.9576 val_bpb:1.1594 eval_time:34735ms",
      "final_roundtrip_exact val_loss:1.95755747 val_bpb:1.15937580",
      "final_sliding val_loss:1.9199 val_bpb:1.1371 stride:64 eval_time:87740ms",
      "final_sliding_exact val_loss:1.91990461 val_bpb:1.13707866",
      "DIAGNOSTIC post_ema val_loss:1.9226 val_bpb:1.0000 eval_time:2102ms",
  }));
  ASSERT_TRUE(final.has_value());
  EXPECT_EQ(final->score.label, "final_sliding_exact");
  EXPECT_EQ(final->score.val_bpb.value.text, "1.13707866");
  EXPECT_EQ(final->score.val_bpb.origin.line, 4U);
  EXPECT_EQ(final->eval_ms->value, 87740);
  EXPECT_EQ(final->eval_ms->origin.line, 3U);
}

TEST(FinalScore, TwinOnALaterLineGivesTheDigits) {
  const auto final = final_score(scores_of({
      "legal_ttt_exact val_loss:1.88940012 val_bpb:1.11901234",
      "legal_ttt val_loss:1.8894 val_bpb:1.1190 eval_time:422462ms",
  }));
  EXPECT_EQ(final->score.val_bpb.value.text, "1.11901234");
  EXPECT_EQ(final->eval_ms->value, 422462);
}

TEST(FinalScore, SameValueFarAwayIsNoTwin) {
  const auto final = final_score(scores_of({
      "a_exact val_loss:1.00001000 val_bpb:1.00001000",
      "",
      "",
      "",
      "",
      "b val_loss:1.0000 val_bpb:1.0000",
  }));
  EXPECT_EQ(final->score.val_bpb.value.text, "1.0000");
}

TEST(FinalScore, MillisecondsWinOverRoundedSeconds) {
  const auto final = final_score(scores_of({
      "ttt:done val_loss=1.8894 val_bpb=1.119012 elapsed=421.9s",
      "legal_ttt val_loss:1.8894 val_bpb:1.1190 eval_time:422462ms",
      "legal_ttt_exact val_loss:1.88940012 val_bpb:1.11901234",
  }));
  EXPECT_EQ(final->eval_ms->value, 422462);
}

TEST(FinalScore, DiagnosticOrSecondClassOnlyWhereNothingElseIs) {
  EXPECT_EQ(final_score(scores_of({"blended_bpb:1.2", "pre_quant val_loss:2.0 val_bpb:1.3"}))
                ->score.val_bpb.value.text,
            "1.3");
  EXPECT_EQ(final_score(scores_of({"blended_bpb:1.2"}))->score.val_bpb.value.text, "1.2");
  EXPECT_FALSE(final_score({}).has_value());
}

TEST(FinalScore, OfALabelTakesEitherTwin) {
  const auto final = final_score(scores_of({
                                     "final_sliding val_loss:1.9 val_bpb:1.1",
                                     "final_sliding_exact val_loss:1.90000001 val_bpb:1.10000001",
                                     "legal_ttt val_loss:1.8 val_bpb:1.0",
                                 }),
                                 "final_sliding");
  EXPECT_EQ(final->score.val_bpb.value.text, "1.10000001");
}

TEST(EvaluationPasses, CountATwinOnce) {
  const auto passes = evaluation_passes(scores_of({
      "final_roundtrip val_loss:1.9576 val_bpb:1.1594 eval_time:34735ms",
      "final_roundtrip_exact val_loss:1.95755747 val_bpb:1.15937580",
      "ttt:done val_loss=1.8894 val_bpb=1.119012 elapsed=421.9s",
      "legal_ttt val_loss:1.8894 val_bpb:1.1190 eval_time:422462ms",
  }));
  ASSERT_EQ(passes.size(), 2U);
  EXPECT_EQ(passes[0].value, 34735);
  EXPECT_EQ(passes[1].value, 422462);
}

}  // namespace
}  // namespace verifier
