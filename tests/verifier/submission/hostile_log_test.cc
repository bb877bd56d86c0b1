// SPDX-License-Identifier: Apache-2.0
// Logs made to hurt (security specification, F-09): very long lines, very long logs, bytes of any
// kind. What is left out is told; what is read stays right.
#include <algorithm>
#include <cstdint>
#include <ctime>
#include <fcntl.h>
#include <malloc.h>
#include <random>
#include <string>
#include <sys/mman.h>
#include <unistd.h>
#include <vector>

#include "tests/support/submission_builder.h"
#include "verifier/submission/defects.h"
#include "verifier/submission/log_lines.h"
#include "verifier/submission/train_log.h"

#include <gtest/gtest.h>

namespace pgolf_test {
namespace {

using verifier::Defect;

bool has(const std::vector<Defect>& defects, std::string_view code) {
  return std::any_of(defects.begin(), defects.end(),
                     [&](const Defect& defect) { return defect.code == code; });
}

// One GiB of the letter x, of which only one MiB is real memory: the pages are the same ones.
class RepeatedPages {
 public:
  RepeatedPages() {
    const int file = ::memfd_create("pages", 0);
    const std::string page(kChunk, 'x');
    base_ = static_cast<char*>(
        ::mmap(nullptr, kSize, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0));
    good_ = file >= 0 && ::write(file, page.data(), page.size()) == static_cast<ssize_t>(kChunk);
    for (std::size_t at = 0; at < kSize && good_; at += kChunk) {
      good_ = ::mmap(base_ + at, kChunk, PROT_READ, MAP_SHARED | MAP_FIXED, file, 0) != MAP_FAILED;
    }
    ::close(file);
  }
  ~RepeatedPages() { ::munmap(base_, kSize); }
  RepeatedPages(const RepeatedPages&) = delete;
  RepeatedPages& operator=(const RepeatedPages&) = delete;

  bool good() const { return good_; }
  std::string_view text() const { return {base_, kSize}; }

 private:
  static constexpr std::size_t kChunk = 1U << 20U;
  static constexpr std::size_t kSize = 1U << 30U;
  char* base_ = nullptr;
  bool good_ = false;
};

TEST(HostileLog, AGigabyteInOneLineNeedsNoMemory) {
  const RepeatedPages pages;
  ASSERT_TRUE(pages.good());
  constexpr std::size_t kAllowed = 32U << 20U;
  std::vector<Defect> defects;
  const struct mallinfo2 before = ::mallinfo2();
  const auto log = verifier::read_train_log("train.log", pages.text(), defects);
  const struct mallinfo2 after = ::mallinfo2();
  EXPECT_FALSE(log.has_value());
  EXPECT_TRUE(has(defects, verifier::defect::kLogLineCut));
  EXPECT_TRUE(has(defects, verifier::defect::kLogCut));
  // Memory that was freed again still shows in what the heap took from the system.
  EXPECT_LT(after.arena + after.hblkhd, before.arena + before.hblkhd + kAllowed);
}

TEST(HostileLog, ALongLineIsCutAndTheNextOneIsRead) {
  const std::string text = LogText().text();
  std::vector<Defect> defects;
  const auto log =
      verifier::read_train_log("train.log", std::string(1'000'000, 'y') + "\n" + text, defects);
  ASSERT_TRUE(log.has_value());
  EXPECT_TRUE(has(defects, verifier::defect::kLogLineCut));
  EXPECT_EQ(log->total_bytes->value, 15'050'000U);
}

TEST(HostileLog, ManyPiecesAndManyScoresStayBounded) {
  std::string text = LogText().text();
  for (int i = 0; i < 60'000; ++i) {
    text += std::string(40, '=') + "\nx_" + std::to_string(i) + " val_bpb:1.5\n";
  }
  std::vector<Defect> defects;
  const auto log = verifier::read_train_log("train.log", text, defects);
  ASSERT_TRUE(log.has_value());
  EXPECT_LE(log->scores.size(), 20'000U);
  EXPECT_EQ(log->final_score->val_bpb.value.text, "1.5");
}

struct Shape {
  std::string name;
  std::string part;  // repeated
  std::string begin;
};

void PrintTo(const Shape& shape, std::ostream* out) {  // NOLINT: GoogleTest's own name
  *out << shape.name;
}

class HostileShape : public testing::TestWithParam<Shape> {};

// Reading that looks at a byte again for every line or word before it would need hours for these;
// the limit is far above what any machine needs, sanitizers included.
TEST_P(HostileShape, IsReadInTime) {
  constexpr std::size_t kBytes = 8U << 20U;
  constexpr double kMostSeconds = 20;
  std::string text = GetParam().begin;
  while (text.size() < kBytes) {
    text += GetParam().part;
  }
  std::vector<Defect> defects;
  const std::clock_t start = std::clock();
  const auto log = verifier::read_train_log("train.log", text, defects);
  const double seconds = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
  EXPECT_LT(seconds, kMostSeconds);
  EXPECT_TRUE(!log || log->lines > 0);
}

// A line as long as one is read.
std::string line_of(const std::string& part, std::string begin = "") {
  while (begin.size() < 65'000) {
    begin += part;
  }
  return begin + "\n";
}

INSTANTIATE_TEST_SUITE_P(
    Rows, HostileShape,
    testing::Values(Shape{"CarriageReturns", "5%\r", ""}, Shape{"LineFeeds", "\n", ""},
                    Shape{"CodeEndedByCarriageReturns", "self.x\r", ""},
                    Shape{"CodeOfUtf16", std::string("s\0e\0l\0f\0.\0x\0\n\0", 14), "\xFF\xFE"},
                    Shape{"BlankEnds", "self.x = 1 \t \f\n", ""},
                    Shape{"Blanks", "self.x  \n\n\n \n", ""}, Shape{"OneLineOfBlanks", " ", ""},
                    Shape{"Escapes", "\x1b[1;2;3;4", ""},
                    Shape{"Separators", std::string(40, '=') + "\n", ""},
                    Shape{"CodeAndSteps", "self.x\nself.y\nstep:1/2 train_loss:1\n", ""},
                    Shape{"ScoresInOneLine", line_of("bpb:1"), ""},
                    Shape{"ScoresAndBlanks", line_of("bpb:1 "), ""},
                    Shape{"ScoreLines", "x val_loss:1 val_bpb:1 eval_time:1ms\n", ""},
                    Shape{"LongLabels", line_of("x").substr(0, 60'000) + " val_bpb:1.5\n", ""},
                    Shape{"Counters", line_of("[[[[[ [1 [1", "bpb "), ""},
                    Shape{"Settings", line_of("a:b "), ""},
                    Shape{"SettingsOfNoKey", line_of("a:b c d e f "), ""},
                    Shape{"Sizes", line_of(":1,1 ", "Serialized model"), ""},
                    Shape{"Calibration", line_of(" in time=time: calibrat ", "gptq:"), ""},
                    Shape{"Prefixes", line_of("1", "[rank"), ""},
                    Shape{"Braces", "{{{{ f' log \n", ""}),
    [](const auto& row) { return row.param.name; });

// Work is counted in lines given out, not in time: as many as the log has, whatever ends them.
TEST(HostileLog, ManyCarriageReturnsAreReadOnce) {
  std::string text;
  constexpr std::size_t kParts = 400'000;
  for (std::size_t i = 0; i < kParts; ++i) {
    text += "50%\r";
  }
  verifier::LogLines lines(text);
  std::size_t parts = 0;
  while (lines.next()) {
    ++parts;
  }
  EXPECT_EQ(parts, kParts);
}

struct Boundary {
  std::string name;
  std::string bytes;
  std::string total;
};

class TotalAtTheBoundary : public testing::TestWithParam<Boundary> {};

TEST_P(TotalAtTheBoundary, IsReadExactlyOrNotAtAll) {
  const std::string text =
      "Serialized model int8+zlib: 1 bytes\nTotal submission size int8+zlib: " + GetParam().bytes +
      " bytes\n";
  std::vector<Defect> defects;
  const auto log = verifier::read_train_log("train.log", text, defects);
  ASSERT_TRUE(log.has_value());
  EXPECT_EQ(log->total_bytes ? std::to_string(log->total_bytes->value) : "nothing",
            GetParam().total);
}

INSTANTIATE_TEST_SUITE_P(
    Rows, TotalAtTheBoundary,
    testing::Values(Boundary{"Below", "15999999", "15999999"},
                    Boundary{"At", "16000000", "16000000"},
                    Boundary{"Above", "16000001", "16000001"},
                    Boundary{"Grouped", "16,000,001", "16000001"},
                    Boundary{"Largest", "9007199254740991", "9007199254740991"},
                    Boundary{"TooLarge", "9007199254740992", "nothing"},
                    Boundary{"FarTooLarge", "99999999999999999999999", "nothing"},
                    Boundary{"Negative", "-16000000", "nothing"},
                    Boundary{"Megabytes", "16.0 MB or 16000000", "nothing"}),
    [](const auto& row) { return row.param.name; });

// Bytes put in, taken out and changed at random, from seeds that are always the same: the reader
// gives a log or none, and never more lines than there are line ends.
TEST(HostileLog, AnyBytesAreRead) {
  const std::vector<std::string> tokens = {
      "\xFF\xFE", "\xEF\xBB\xBF",         "\x1b[",         "\r",
      "\n",       std::string(1, '\0'),   "step:",         "val_bpb:",
      "1e999",    std::string(100, '='),  "[rank0]:",      "{",
      "f\"",      "99999999999999999999", "|   0  NVIDIA "};
  std::mt19937 random(20260401);
  for (int turn = 0; turn < 3'000; ++turn) {
    std::string text = LogText().text();
    for (int change = 0; change < 8; ++change) {
      const std::size_t at = random() % (text.size() + 1);
      const std::string& token = tokens[random() % tokens.size()];
      const std::size_t gone = random() % 40;
      text.replace(at, std::min(gone, text.size() - at), token);
    }
    std::vector<Defect> defects;
    const auto log = verifier::read_train_log("train.log", text, defects);
    const auto ends =
        std::count_if(text.begin(), text.end(), [](char c) { return c == '\n' || c == '\r'; });
    if (log) {
      EXPECT_LE(log->lines, static_cast<std::uint64_t>(ends) + 1) << "turn " << turn;
    }
  }
}

}  // namespace
}  // namespace pgolf_test
