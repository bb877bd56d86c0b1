// SPDX-License-Identifier: Apache-2.0
// What the words of a report mean, one sentence each (glossary.def): reasons, defects of a
// submission, invariants of the event audit, and the observations of `verify facts`. A word is
// never changed once a report has carried it.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace verifier {

enum class WordKind { reason, defect, invariant, observation };

struct GlossaryEntry {
  std::string_view word;
  WordKind kind = WordKind::reason;
  std::string_view sentence;
};

std::span<const GlossaryEntry> glossary();

// Null for a word that stands nowhere.
const GlossaryEntry* find_word(std::string_view word);

// What a check means by a reason: its own sentence where it has one ("check.id/word"), else that of
// the word. Null where neither stands.
const GlossaryEntry* find_reason(std::string_view check, std::string_view reason);

// Of the given words those that a user who typed `typed` may have meant, nearest first, at most
// five.
std::vector<std::string> nearest_words(std::string_view typed,
                                       const std::vector<std::string>& words);

}  // namespace verifier
