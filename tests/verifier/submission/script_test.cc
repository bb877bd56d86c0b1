// SPDX-License-Identifier: Apache-2.0
#include "verifier/submission/script.h"

#include <string>

#include <gtest/gtest.h>

namespace verifier {
namespace {

SubmittedFile file(const std::string& path, std::uint64_t bytes) {
  return {path, bytes, "", "100644"};
}

TEST(ChooseScript, PrefersTheNormThenTheLargestTrainScriptThenTheLargest) {
  EXPECT_EQ(choose_script({file("a.py", 900), file("train_gpt.py", 5), file("train_x.py", 70)}),
            "train_gpt.py");
  EXPECT_EQ(choose_script({file("a.py", 900), file("train_b.py", 5), file("train_x.py", 70)}),
            "train_x.py");
  EXPECT_EQ(choose_script({file("a.py", 900), file("b.py", 5), file("sub/train_gpt.py", 9)}),
            "a.py");
  EXPECT_EQ(choose_script({file("README.md", 900)}), "");
}

TEST(ReadScript, CountsLinesAsTheSpecificationDoes) {
  EXPECT_EQ(read_script("s", "").lines, 0U);
  EXPECT_EQ(read_script("s", "a\nb\n").lines, 2U);
  EXPECT_EQ(read_script("s", "a\nb").lines, 2U);
  EXPECT_EQ(read_script("s", "\n\n\n").lines, 3U);
  EXPECT_EQ(read_script("s", "a\nb").bytes, 3U);
}

TEST(ReadScript, SeesASelfExtractingLine) {
  const std::string payload(4001, 'x');
  EXPECT_TRUE(read_script("s", "import base64\nexec(b64decode('" + payload + "'))\n").packed);
  EXPECT_FALSE(read_script("s", "data = '" + payload + "'\n").packed);
  EXPECT_FALSE(read_script("s", "import zlib\nshort = 1\n").packed);
}

}  // namespace
}  // namespace verifier
