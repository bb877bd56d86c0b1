// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/training/train_log.h"

#include <gtest/gtest.h>

namespace reference {
namespace {

// Lines of the published logs of PR 796 and PR 806.
TEST(TrainLog, LinesAreTheChallengesOwn) {
  Score score;
  score.val_loss = 6.93012;
  score.val_bpb = 4.10441;
  EXPECT_EQ(train_line(500, 20000, 2.37491, 45'126'000'000),
            "step:500/20000 train_loss:2.3749 train_time:45126ms step_avg:90.25ms");
  EXPECT_EQ(val_line(0, 20000, score, 0),
            "step:0/20000 val_loss:6.9301 val_bpb:4.1044 train_time:0ms step_avg:0.00ms");
  EXPECT_EQ(stopped_line(6175, 20000, 560'028'000'000),
            "stopping_early: wallclock_cap train_time:560028ms step:6175/20000");
}

TEST(TrainLog, FinalScoresStandTwice) {
  Score score;
  score.val_loss = 1.95755747;
  score.val_bpb = 1.15937580;
  EXPECT_EQ(final_lines("final_int6_roundtrip", score, 34'735'000'000),
            "final_int6_roundtrip val_loss:1.9576 val_bpb:1.1594 eval_time:34735ms\n"
            "final_int6_roundtrip_exact val_loss:1.95755747 val_bpb:1.15937580");
}

}  // namespace
}  // namespace reference
