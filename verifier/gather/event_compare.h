// SPDX-License-Identifier: Apache-2.0
// Two runs held against each other by their event files (causality-audit.md sections 3 and 4.5):
// where they part, and whether what they may not differ in differs. Works on stored values alone;
// nothing is replayed.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "reference_impl/ngram/ngram_cache.h"
#include "reference_impl/record/event_file.h"
#include "verifier/gather/breach_book.h"

namespace verifier {

// The first record in which two event files differ.
struct Difference {
  std::size_t record = 0;
  EventPlace place;
  std::string what;  // "SCORE: other scores", "UPDATE: another state"
};

// None where the files tell the same. Searches the chain by halving: once two chains have parted
// they stay apart; what the chain does not bind (D, N) is compared beside it.
std::optional<Difference> first_difference(const reference::EventFile& one,
                                           const reference::EventFile& other);

// The first count in which the tables of two caches of one configuration differ.
struct CountDifference {
  std::uint32_t table = 0;
  std::uint64_t bucket = 0;
  std::uint32_t one = 0;
  std::uint32_t other = 0;
};
std::optional<CountDifference> first_count_difference(const reference::NgramCache& one,
                                                      const reference::NgramCache& other);

// I9 of a whole run: `changed` is one rank's file of a run over the stream with every token from t
// on replaced. Every SCORE before t and every state before the first insertion of t must be equal.
// Returns how many records were compared.
std::uint64_t compare_perturbed(const reference::EventFile& plain,
                                const reference::EventFile& changed, std::uint64_t t,
                                BreachBook& book);

}  // namespace verifier
