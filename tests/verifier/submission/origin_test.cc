// SPDX-License-Identifier: Apache-2.0
#include "verifier/submission/submission.h"

#include <gtest/gtest.h>

namespace verifier {
namespace {

TEST(Origin, ReadsAsAPlace) {
  EXPECT_EQ(to_string(Origin{"train_seed42.log", 812, ""}), "train_seed42.log:812");
  EXPECT_EQ(to_string(Origin{"submission.json", 4, "/val_bpb"}), "submission.json:4 /val_bpb");
  EXPECT_EQ(to_string(Origin{"README.md", 0, ""}), "README.md");
}

TEST(Origin, EscapesWhatASubmitterNamed) {
  EXPECT_EQ(to_string(Origin{"a\x1b[2J.log", 1, ""}), "a\\x1b[2J.log:1");
}

}  // namespace
}  // namespace verifier
