// SPDX-License-Identifier: Apache-2.0
#include "verifier/submission/path_rules.h"

#include <random>
#include <string>

#include "verifier/base/escape.h"
#include "verifier/submission/defects.h"

#include <gtest/gtest.h>

namespace verifier {
namespace {

struct Refused {
  std::string name;
  std::string path;
  std::string says;
};

class RefusedPath : public testing::TestWithParam<Refused> {};

TEST_P(RefusedPath, IsNamedWithItsFault) {
  const auto problem = path_problem(GetParam().path);
  ASSERT_TRUE(problem.has_value());
  EXPECT_NE(problem->find(GetParam().says), std::string::npos) << *problem;
}

INSTANTIATE_TEST_SUITE_P(
    Rows, RefusedPath,
    testing::Values(Refused{"Empty", "", "empty component"},
                    Refused{"Absolute", "/etc/passwd", "empty component"},
                    Refused{"Climbing", "logs/../../x", "climbs"}, Refused{"Here", "./x", "climbs"},
                    Refused{"DoubledSlash", "a//b", "empty component"},
                    Refused{"Git", "sub/.git/config", ".git"},
                    Refused{"Backslash", "a\\b", "backslash"}, Refused{"Control", "a\nb", "0x0a"},
                    Refused{"Delete", "a\x7f", "0x7f"}, Refused{"NonAscii", "caf\xC3\xA9", "0xc3"},
                    Refused{"Bidirectional",
                            "a\xE2\x80\xAE"
                            "gpj.exe",
                            "0xe2"},
                    Refused{"TrailingDot", "dir./x", "ends in a dot"},
                    Refused{"TrailingSpace", "x ", "ends in a dot or a space"},
                    Refused{"TooLong", std::string(513, 'a'), "513 bytes long"},
                    Refused{"TooDeep", "1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/17",
                            "17 levels deep"}),
    [](const auto& row) { return row.param.name; });

TEST(AcceptedPath, IncludesTheOddOnesThatRealSubmissionsHave) {
  for (const char* path :
       {"train_gpt.py", "logs/seed42.log", "log_ sdpa_fallback.txt", "a+b (1)=2.txt", ".gitignore",
        "1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16"}) {
    EXPECT_FALSE(path_problem(path).has_value()) << path;
  }
  EXPECT_FALSE(path_problem(std::string(512, 'a')).has_value());
}

// F-02: what is accepted is shown as it stands, so reading what was printed gives the same bytes.
TEST(AcceptedPath, IsPrintedByteForByte) {
  std::mt19937 random(20260401);
  constexpr std::string_view kOdd = "/. \\abc-_+()=\x01\x1b\x7f\xC3\xA9\xE2\x80\xAE";
  int accepted = 0;
  for (int turn = 0; turn < 50'000; ++turn) {
    std::string path;
    for (std::size_t i = random() % 8; i < 12; ++i) {
      path += random() % 4 == 0 ? kOdd[random() % kOdd.size()]
                                : static_cast<char>('a' + static_cast<char>(random() % 26));
    }
    if (!path_problem(path)) {
      ++accepted;
      EXPECT_EQ(escape_for_terminal(path), path);
    }
  }
  EXPECT_GT(accepted, 1000);
}

TEST(CaseTwins, AreDefectsThatNameBoth) {
  const auto defects = case_twins({"README.md", "logs/a", "Logs/A", "readme.md"});
  ASSERT_EQ(defects.size(), 2U);
  EXPECT_EQ(defects[0].code, defect::kTwin);
  EXPECT_EQ(defects[0].origin.file, "Logs/A");
  EXPECT_NE(defects[1].what.find("README.md"), std::string::npos);
  EXPECT_TRUE(defect::is_of_tree(defects[0].code));
  EXPECT_FALSE(defect::is_of_tree(defect::kJsonBroken));
}

}  // namespace
}  // namespace verifier
