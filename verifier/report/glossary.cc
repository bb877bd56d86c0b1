// SPDX-License-Identifier: Apache-2.0
#include "verifier/report/glossary.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

namespace verifier {
namespace {

constexpr GlossaryEntry kGlossary[] = {
#define PGOLF_WORD(kind, word, sentence) {word, WordKind::kind, sentence},
#include "verifier/report/glossary.def"
#undef PGOLF_WORD
};

constexpr std::size_t kMostNearest = 5;
constexpr std::size_t kLongestTyped = 64;

char folded(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c == '_' ? '-' : c;
}

// Letters to add, remove or replace to get from one word to the other, case left out.
std::size_t edits(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) {
    row[j] = j;
  }
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = diagonal + (folded(a[i - 1]) == folded(b[j - 1]) ? 0 : 1);
      diagonal = std::exchange(row[j], std::min({replaced, row[j] + 1, row[j - 1] + 1}));
    }
  }
  return row[b.size()];
}

bool contains(std::string_view word, std::string_view part) {
  return std::search(word.begin(), word.end(), part.begin(), part.end(),
                     [](char a, char b) { return folded(a) == folded(b); }) != word.end();
}

}  // namespace

std::span<const GlossaryEntry> glossary() {
  return kGlossary;
}

const GlossaryEntry* find_word(std::string_view word) {
  const auto words = glossary();
  const auto found = std::find_if(words.begin(), words.end(),
                                  [&](const GlossaryEntry& entry) { return entry.word == word; });
  return found == words.end() ? nullptr : &*found;
}

const GlossaryEntry* find_reason(std::string_view check, std::string_view reason) {
  const GlossaryEntry* own = find_word(std::string(check) + "/" + std::string(reason));
  return own != nullptr ? own : find_word(reason);
}

std::vector<std::string> nearest_words(std::string_view typed,
                                       const std::vector<std::string>& words) {
  const std::string_view start = typed.substr(0, kLongestTyped);
  std::vector<std::pair<std::size_t, std::string>> ranked;
  for (const std::string& word : words) {
    const std::size_t distance = edits(start, word);
    const bool part = start.size() >= 3 && contains(word, start);
    if (part || (!start.empty() && distance <= std::max<std::size_t>(2, word.size() / 3))) {
      ranked.emplace_back(part ? 0 : distance, word);
    }
  }
  std::sort(ranked.begin(), ranked.end());
  std::vector<std::string> nearest;
  for (std::size_t i = 0; i < std::min(ranked.size(), kMostNearest); ++i) {
    nearest.push_back(ranked[i].second);
  }
  return nearest;
}

}  // namespace verifier
