// SPDX-License-Identifier: Apache-2.0
// Caches that cheat. Each keeps two books: the tables that its scores come from, and what its
// running digest says of them. An honest one keeps them alike; a cheat is a change to one verb.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "reference_impl/ngram/ngram_cache.h"

namespace pgolf_test {

using Tokens = std::span<const std::uint16_t>;
using Neural = std::span<const reference::NeuralScore>;
using Scores = std::span<reference::CacheScore>;

struct Books {
  reference::CacheConfig config;
  reference::DigestKey key{};
  std::unique_ptr<reference::NgramCache> tables;  // scored against
  std::unique_ptr<reference::NgramCache> digest;  // what state() tells of
  std::uint64_t calls = 0;                        // updates so far
  std::uint64_t first = 0;                        // the update before
  std::uint64_t last = 0;

  // Honest insertion, into both.
  void insert(Tokens tokens, std::uint64_t from, std::uint64_t to);
  // A count of the scoring tables, to be written.
  std::uint32_t& count(std::uint32_t table, std::uint64_t bucket);
};

// Empty tables of the same configuration.
std::unique_ptr<reference::NgramCache> fresh_tables(const Books& books);

// Verbs that a cheat replaces; what is empty stays honest.
struct Cheat {
  std::function<void(Books&, Tokens, std::uint64_t first, std::uint64_t last)> update = {};
  std::function<void(Books&, Tokens, std::uint64_t last)> prefill = {};
  std::function<void(Books&, Tokens, std::uint64_t first, Neural, Scores)> score = {};
  std::function<std::vector<double>(Books&, Tokens prefix, std::span<const double>, double)> row =
      {};
  std::function<reference::CacheState(const Books&)> state = {};
};

std::unique_ptr<reference::NgramCache> make_cheating_cache(const reference::CacheConfig& config,
                                                           const reference::DigestKey& key,
                                                           const Cheat& cheat);

// The cheats by name, with what they do and the invariants that must catch them.
struct CacheCheat {
  std::string name;
  std::string what;
  std::vector<std::string> expected;
  Cheat cheat;
};
std::vector<CacheCheat> insertion_cheats();
std::vector<CacheCheat> scoring_cheats();

}  // namespace pgolf_test
