// SPDX-License-Identifier: Apache-2.0
#include "verifier/report/glossary.h"

#include <set>

#include "reference_impl/base/file.h"
#include "tests/support/shared_data.h"
#include "verifier/checks/check.h"
#include "verifier/submission/defects.h"

#include <gtest/gtest.h>

namespace verifier {
namespace {

const GlossaryEntry* of_kind(std::string_view word, WordKind kind) {
  const GlossaryEntry* entry = find_word(word);
  return entry != nullptr && entry->kind == kind ? entry : nullptr;
}

TEST(Glossary, EveryReasonOfEveryCheckHasASentence) {
  for (const CheckEntry& check : all_checks()) {
    for (const std::string_view reason : check.reasons) {
      EXPECT_NE(find_reason(check.id, reason), nullptr)
          << check.id << ": add a line for \"" << reason << "\" to verifier/report/glossary.def";
    }
  }
  for (const std::string_view reason : common_reasons()) {
    EXPECT_NE(find_word(reason), nullptr) << reason;
  }
}

TEST(Glossary, SaysEveryWordOnceInOneSentence) {
  std::set<std::string_view> seen;
  for (const GlossaryEntry& entry : glossary()) {
    EXPECT_TRUE(seen.insert(entry.word).second) << entry.word;
    EXPECT_GT(entry.sentence.size(), 15U) << entry.word;
    EXPECT_EQ(entry.sentence.back(), '.') << entry.word;
    EXPECT_NE(entry.sentence.front(), ' ') << entry.word;
  }
}

TEST(Glossary, HasEveryInvariantOfTheAudit) {
  for (int number = 1; number <= 12; ++number) {
    EXPECT_NE(of_kind("I" + std::to_string(number), WordKind::invariant), nullptr) << number;
  }
}

// The words in quotes of a source: a new constant cannot be forgotten here.
TEST(Glossary, HasEveryDefect) {
  const std::string source =
      reference::read_file(pgolf_test::source_path("verifier/submission/defects.h"), 1U << 20U);
  std::size_t defects = 0;
  for (std::size_t at = source.find(" = \""); at != std::string::npos;
       at = source.find(" = \"", at + 1)) {
    const std::string word = source.substr(at + 4, source.find('"', at + 4) - at - 4);
    EXPECT_NE(find_word(word), nullptr) << word;
    ++defects;
  }
  EXPECT_GE(defects, 12U);
}

TEST(Glossary, HasEveryConsistencyCodeOfTheFormatsSpecification) {
  PGOLF_SKIP_WITHOUT_SHARED("spec/submission-formats.md");
  const std::string text =
      reference::read_file(pgolf_test::shared_path("spec/submission-formats.md"), 1U << 20U);
  const std::size_t table = text.find("## 4. Consistency codes");
  const std::size_t end = text.find("\n## 5.", table);
  std::size_t codes = 0;
  for (std::size_t at = text.find("\n| `", table); at < end; at = text.find("\n| `", at + 1)) {
    const std::string code = text.substr(at + 4, text.find('`', at + 4) - at - 4);
    EXPECT_NE(of_kind(code, WordKind::observation), nullptr) << code;
    ++codes;
  }
  EXPECT_GE(codes, 40U);
}

struct Typed {
  const char* name;
  const char* typed;
  const char* meant;  // the first proposal, empty where there is none
};

class NearestWords : public testing::TestWithParam<Typed> {};

TEST_P(NearestWords, GuessesWhatWasMeant) {
  std::vector<std::string> words;
  for (const GlossaryEntry& entry : glossary()) {
    words.emplace_back(entry.word);
  }
  const std::vector<std::string> nearest = nearest_words(GetParam().typed, words);
  EXPECT_EQ(nearest.empty() ? "" : nearest.front(), GetParam().meant);
  EXPECT_LE(nearest.size(), 5U);
}

INSTANTIATE_TEST_SUITE_P(Rows, NearestWords,
                         testing::Values(Typed{"swapped_letters", "tail-resocred", "tail-rescored"},
                                         Typed{"other_case", "seeds_lt_3", "SEEDS_LT_3"},
                                         Typed{"a_part", "calibrates", "CALIBRATES_ON_VAL"},
                                         Typed{"one_letter_off", "I13", "I1"},
                                         Typed{"nothing_like_it", "xyzzyxyzzyxyzzy", ""},
                                         Typed{"nothing", "", ""}),
                         [](const auto& row) { return row.param.name; });

TEST(NearestWords, TakesAnyLengthOfInput) {
  EXPECT_TRUE(nearest_words(std::string(1'000'000, 'q'), {"within-limit"}).empty());
}

}  // namespace
}  // namespace verifier
