// SPDX-License-Identifier: Apache-2.0
// Damaged and oversized streams: each ends with a finding, in linear time.
#include "verifier/source/pickle_machine.h"

#include <chrono>
#include <string>
#include <vector>

#include "tests/support/pickle_bytes.h"
#include "verifier/source/pickle_reader.h"

#include <gtest/gtest.h>

namespace verifier {
namespace {

using pgolf_test::classic_pickle;
using pgolf_test::honest_pickle;
using pgolf_test::proto;

struct Broken {
  std::string name;
  std::string bytes;
  PickleFault fault;
  std::string what;
};

void PrintTo(const Broken& broken, std::ostream* out) {  // NOLINT: GoogleTest's own name
  *out << broken.name;
}

class BrokenPickles : public testing::TestWithParam<Broken> {};

TEST_P(BrokenPickles, EndWithAFinding) {
  PickleLimits limits;
  limits.opcodes = 1000;
  limits.memo = 10;
  limits.stack = 20;
  limits.text_bytes = 30;
  limits.line_bytes = 40;
  limits.pickles = 3;
  const PickleReading reading = read_pickles(GetParam().bytes, limits);
  ASSERT_EQ(reading.findings.size(), 1U);
  EXPECT_EQ(reading.findings[0].fault, GetParam().fault);
  EXPECT_EQ(reading.findings[0].what, GetParam().what);
}

std::string repeated(const std::string& part, int times) {
  std::string bytes;
  for (int i = 0; i < times; ++i) {
    bytes += part;
  }
  return bytes;
}

std::vector<Broken> damaged() {
  constexpr PickleFault kDamage = PickleFault::damage;
  return {
      {"NoStop", proto(2) + "N", kDamage, "ends before its STOP"},
      {"CutInANumber", proto(2) + "J\x01\x02", kDamage, "ends within an instruction"},
      {"CutInALine", "Vabc", kDamage, "ends within an instruction"},
      {"CutInAText", "X\x09" + std::string(3, '\0') + "abc", kDamage,
       "promises more bytes than it has"},
      {"LengthOfEightBytes", "\x8e" + std::string(8, '\xff') + "abc", kDamage,
       "promises more bytes than it has"},
      {"NoInstruction", proto(2) + "\xff.", kDamage, "holds a byte that is no instruction"},
      {"StopOnNothing", ".", kDamage, "takes more from its stack than is there"},
      {"StopAboveAMark", "N(.", kDamage, "takes more from its stack than is there"},
      {"TupleBelowAMark", "N(\x85.", kDamage, "takes more from its stack than is there"},
      {"MarkThatWasNotSet", "Nt.", kDamage, "takes a mark that was not set"},
      {"MarkTakenTwice", "N(0t.", kDamage, "takes a mark that was not set"},
      {"MemoNeverWritten", "g7\n.", kDamage, "reads a memo entry that was not written"},
      {"MemoOfTheFirstPickle", "Np1\n.g1\n.", kDamage, "reads a memo entry that was not written"},
      {"MemoByAWord", "Np1x\n.", kDamage, "names a memo entry by no number"},
      {"TextBehindIt", "N.\x01", kDamage, "holds a byte that is no instruction"},
  };
}

std::vector<Broken> oversized() {
  constexpr PickleFault kLimit = PickleFault::limit;
  return {
      {"Opcodes", repeated("N0", 600) + "N.", kLimit, "holds more instructions than are followed"},
      {"Memo", "N" + repeated("\x94", 11) + ".", kLimit,
       "keeps more memo entries than are followed"},
      {"Values", repeated("N", 21) + ".", kLimit, "stacks more values than are followed"},
      {"Marks", repeated("(", 21) + ".", kLimit, "stacks more marks than are followed"},
      {"Text", "\x8c\x1f" + std::string(31, 'x') + ".", kLimit, "holds a text longer than is read"},
      {"Line", "I" + std::string(41, '1') + "\n.", kLimit, "holds a line longer than is read"},
      {"Pickles", repeated("N.", 4), kLimit, "holds more pickles than are read"},
  };
}

INSTANTIATE_TEST_SUITE_P(Damaged, BrokenPickles, testing::ValuesIn(damaged()),
                         [](const auto& row) { return row.param.name; });
INSTANTIATE_TEST_SUITE_P(Oversized, BrokenPickles, testing::ValuesIn(oversized()),
                         [](const auto& row) { return row.param.name; });

// Wherever an honest file is cut, there is a finding, and none of code that it does not hold.
TEST(PickleMachine, EveryCutOfAnHonestPickleIsDamage) {
  const std::string whole = honest_pickle();
  for (std::size_t size = 1; size < whole.size(); ++size) {
    const PickleReading reading = read_pickles(std::string_view(whole).substr(0, size));
    ASSERT_EQ(reading.findings.size(), 1U) << size;
    EXPECT_EQ(reading.findings[0].fault, PickleFault::damage) << size;
  }
}

// The import stands before the cut, and loading would have run it.
TEST(PickleMachine, WhatStoodBeforeTheDamageIsNamed) {
  const std::string bytes = classic_pickle().substr(0, 20) + "\xff";
  const PickleReading reading = read_pickles(bytes);
  ASSERT_FALSE(reading.findings.empty());
  EXPECT_EQ(reading.findings[0].what, "imports os.system");
}

struct Long {
  std::string name;
  std::string part;
};

void PrintTo(const Long& stream, std::ostream* out) {  // NOLINT: GoogleTest's own name
  *out << stream.name;
}

class LongStreams : public testing::TestWithParam<Long> {};

TEST_P(LongStreams, EndWithAFindingSoon) {
  constexpr int kOpcodes = 10'000'000;
  std::string bytes = "N(";
  const auto parts = kOpcodes / static_cast<int>(GetParam().part.size());
  bytes += repeated(GetParam().part, parts);
  const auto start = std::chrono::steady_clock::now();
  const PickleReading reading = read_pickles(bytes + "t.");
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(10));
  EXPECT_FALSE(reading.findings.empty());
  EXPECT_LE(reading.opcodes, PickleLimits().opcodes);
}

INSTANTIATE_TEST_SUITE_P(TenMillion, LongStreams,
                         testing::Values(Long{"Values", "N"}, Long{"Pairs", "N0"},
                                         Long{"Marks", "("}, Long{"Doubled", "N2200"},
                                         Long{"Memo", "N\x94"}, Long{"Tuples", "NNNNN(NNNNNt0"},
                                         Long{"Pickles", "N."},
                                         Long{"Nested", "C\x10NNNNNNNNNNNNNNNN0"},
                                         Long{"Globals", "ca\nb\n0"}),
                         [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace verifier
