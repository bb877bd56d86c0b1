// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/record/neural_file.h"

#include "reference_impl/base/error.h"
#include "reference_impl/base/file.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

namespace reference {
namespace {

using namespace std::string_literals;

// 0.5 is 3fe0000000000000, 2.0 is 4000000000000000.
std::string one_scoring() {
  return "PGNEURL1"s + "\0\0\0\0\0\0\xe0\x3f"s + "\0\0\0\0\0\0\0\x40"s;
}

TEST(NeuralFile, IsItsMagicAndTwoNumbersAScoring) {
  const pgolf_test::TemporaryFolder folder;
  NeuralFileWriter writer(folder.path(), 3);
  writer.append(std::vector<NeuralRecord>{{.probability = 0.5, .entropy_nats = 2.0}});
  writer.finish();
  EXPECT_EQ(read_file(folder / "neural-3.bin", 100), one_scoring());
}

TEST(NeuralFile, IsReadBack) {
  const std::vector<NeuralRecord> records = read_neural_file(one_scoring(), "n");
  ASSERT_EQ(records.size(), 1U);
  EXPECT_EQ(records[0].probability, 0.5);
  EXPECT_EQ(records[0].entropy_nats, 2.0);
  EXPECT_TRUE(read_neural_file("PGNEURL1", "n").empty());
}

struct Refusal {
  const char* name;
  std::string bytes;
  const char* says;
};

class NeuralFileRefusal : public testing::TestWithParam<Refusal> {};

TEST_P(NeuralFileRefusal, NamesWhatIsWrong) {
  try {
    read_neural_file(GetParam().bytes, "neural-0.bin");
    FAIL() << "was accepted";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::bad_input);
    EXPECT_NE(std::string(error.what()).find(GetParam().says), std::string::npos) << error.what();
  }
}

INSTANTIATE_TEST_SUITE_P(
    Rows, NeuralFileRefusal,
    testing::Values(Refusal{"Empty", "", "starts with PGNEURL1"},
                    Refusal{"OtherMagic", "PGNEURL2", "starts with PGNEURL1"},
                    Refusal{"Cut", one_scoring().substr(0, 23), "found 23 bytes"},
                    // 4000000000000000 is 2.0: no probability.
                    Refusal{"AboveOne", "PGNEURL1"s + "\0\0\0\0\0\0\0\x40"s + "\0\0\0\0\0\0\0\x40"s,
                            "scoring 0"},
                    // 7ff8000000000000 is no number.
                    Refusal{"NotANumber",
                            "PGNEURL1"s + "\0\0\0\0\0\0\xe0\x3f"s + "\0\0\0\0\0\0\xf8\x7f"s,
                            "entropy"}),
    [](const auto& row) { return std::string(row.param.name); });

}  // namespace
}  // namespace reference
