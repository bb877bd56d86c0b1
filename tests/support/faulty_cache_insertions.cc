// SPDX-License-Identifier: Apache-2.0
// Cheats that insert what they should not, or not what they should. Each row says which invariants
// must catch it: what it does decides that, never what the audit happens to say.
#include <algorithm>

#include "tests/support/faulty_caches.h"

namespace pgolf_test {
namespace {

// Tables in which the positions 1..end (those before `begin` left out) stand once.
void refill(Books& books, Tokens tokens, std::uint64_t begin, std::uint64_t end) {
  books.tables = fresh_tables(books);
  if (begin <= end) {
    books.tables->update(tokens, begin, end);
  }
}

std::uint64_t end_of(Tokens tokens, std::uint64_t last) {
  return std::min<std::uint64_t>(last, tokens.size() - 1);
}

std::vector<std::uint16_t> copy_of(Tokens tokens) {
  return {tokens.begin(), tokens.end()};
}

// ---- Updates

void update_one_ahead(Books& books, Tokens tokens, std::uint64_t first, std::uint64_t last) {
  books.insert(tokens, books.calls == 0 ? first : first + 1, end_of(tokens, last + 1));
}

void update_stale(Books& books, Tokens tokens, std::uint64_t /*first*/, std::uint64_t /*last*/) {
  if (books.last != 0) {
    books.insert(tokens, books.first, books.last);
  }
}

void update_fifth_dropped(Books& books, Tokens tokens, std::uint64_t first, std::uint64_t last) {
  books.digest->update(tokens, first, last);
  if (books.calls % 5 != 2) {
    books.tables->update(tokens, first, last);
  }
}

void update_twice(Books& books, Tokens tokens, std::uint64_t first, std::uint64_t last) {
  books.insert(tokens, first, last);
  books.insert(tokens, first, last);
}

void update_twice_in_tables(Books& books, Tokens tokens, std::uint64_t first, std::uint64_t last) {
  books.insert(tokens, first, last);
  books.tables->update(tokens, first, last);
}

// What a batched add with repeated indices does: a token that came before in the batch counts once.
void update_lost_in_batch(Books& books, Tokens tokens, std::uint64_t first, std::uint64_t last) {
  books.digest->update(tokens, first, last);
  for (std::uint64_t j = first; j <= last; ++j) {
    const auto begin = tokens.begin() + static_cast<std::ptrdiff_t>(first);
    const auto here = tokens.begin() + static_cast<std::ptrdiff_t>(j);
    if (std::find(begin, here, *here) == here) {
      books.tables->update(tokens, j, j);
    }
  }
}

void update_next_segment_too(Books& books, Tokens tokens, std::uint64_t first, std::uint64_t last) {
  books.digest->update(tokens, first, last);
  refill(books, tokens, 1, end_of(tokens, last + (last - first + 1)));
}

void update_behind_on_later_ranks(Books& books, Tokens tokens, std::uint64_t first,
                                  std::uint64_t last) {
  const bool first_rank = first == 1 || books.tables->state().increments == 0 || books.calls > 3;
  books.digest->update(tokens, first, last);
  if (first_rank) {
    books.tables->update(tokens, first, last);
  }
}

void update_of_other_tokens(Books& books, Tokens tokens, std::uint64_t first, std::uint64_t last) {
  std::vector<std::uint16_t> other = copy_of(tokens);
  other[last] = static_cast<std::uint16_t>(other[last] ^ 1U);
  books.insert(other, first, last);
}

void update_without_highest_order(Books& books, Tokens tokens, std::uint64_t first,
                                  std::uint64_t last) {
  books.insert(tokens, first, last);
  if (books.calls > 2) {
    const auto id = static_cast<std::uint32_t>(2 * books.config.highest_order);
    for (std::uint64_t bucket = 0; bucket < books.config.buckets; ++bucket) {
      books.count(id, bucket) /= 2;
    }
  }
}

void update_with_stray_write(Books& books, Tokens tokens, std::uint64_t first, std::uint64_t last) {
  books.insert(tokens, first, last);
  ++books.count(static_cast<std::uint32_t>(2 * books.config.lowest_order), 7);
}

// ---- Prefills

void prefill_to(Books& books, Tokens tokens, std::uint64_t last) {
  books.tables->prefill(tokens, last);
  books.digest->prefill(tokens, last);
}

void prefill_shadowed(Books& books, Tokens tokens, std::uint64_t begin, std::uint64_t last) {
  books.digest->prefill(tokens, last);
  books.tables->update(tokens, begin, last);
}

}  // namespace

std::vector<CacheCheat> insertion_cheats() {
  const auto update = [](auto verb) { return Cheat{.update = verb}; };
  const auto prefill = [](auto verb) { return Cheat{.prefill = verb}; };
  return {
      {"update_one_ahead",
       "inserts the token after the segment too, one update early",
       {"I5"},
       update(update_one_ahead)},
      {"update_stale",
       "inserts the segment before instead of the one just scored",
       {"I5"},
       update(update_stale)},
      {"update_dropped",
       "skips every fifth update, its digest does not",
       {"I8", "I12"},
       update(update_fifth_dropped)},
      {"update_doubled", "inserts every segment twice", {"I5"}, update(update_twice)},
      {"update_doubled_in_tables",
       "inserts every segment twice, its digest once",
       {"I8", "I12"},
       update(update_twice_in_tables)},
      {"increments_lost_in_batch",
       "counts a repeated token of a batch once, as a batched add does",
       {"I8"},
       update(update_lost_in_batch)},
      {"next_segment_inserted",
       "holds the next segment before it is scored, its digest does not",
       {"I8", "I9", "I12"},
       update(update_next_segment_too)},
      {"rank_clock_skew",
       "later ranks take up their updates some segments late",
       {"I8", "I12"},
       update(update_behind_on_later_ranks)},
      {"update_of_other_tokens",
       "inserts n-grams that are not the stream's",
       {"I5"},
       update(update_of_other_tokens)},
      {"highest_order_fades",
       "halves the counts of the highest order now and then",
       {"I8"},
       update(update_without_highest_order)},
      {"stray_write",
       "writes one count that no token asks for",
       {"I8"},
       update(update_with_stray_write)},
      {"prefill_too_far",
       "prefills one position too many",
       {"I5", "I6"},
       prefill([](Books& books, Tokens tokens, std::uint64_t last) {
         prefill_to(books, tokens, last + 1);
       })},
      {"prefill_too_short",
       "prefills one position too few",
       {"I5", "I6"},
       prefill([](Books& books, Tokens tokens, std::uint64_t last) {
         prefill_to(books, tokens, last - 1);
       })},
      {"prefill_too_far_hidden",
       "prefills a segment too many, its digest does not",
       {"I8", "I9"},
       prefill([](Books& books, Tokens tokens, std::uint64_t last) {
         prefill_shadowed(books, tokens, 1, last + 64);
       })},
      {"prefill_from_later_start",
       "leaves the first positions out of the prefill",
       {"I8"},
       prefill([](Books& books, Tokens tokens, std::uint64_t last) {
         prefill_shadowed(books, tokens, 9, last);
       })},
      {"prefill_of_wrong_rank",
       "prefills the range of the next rank",
       {"I5", "I6"},
       prefill([](Books& books, Tokens tokens, std::uint64_t last) {
         books.insert(tokens, last + 1, tokens.size() - 1);
       })},
      {"digest_forged_by_xor",
       "combines digest elements by XOR",
       {"I5"},
       Cheat{.state =
                 [](const Books& books) {
                   reference::CacheState state = books.digest->state();
                   state.digest.lanes[0] ^= state.digest.lanes[1];
                   state.digest.lanes[2] ^= state.digest.lanes[3];
                   return state;
                 }}},
      {"digest_of_nothing",
       "reports the digest of an empty cache",
       {"I5"},
       Cheat{.state = [](const Books& /*books*/) { return reference::CacheState(); }}},
      {"increments_rounded",
       "reports its increments in dozens",
       {"I5"},
       Cheat{.state =
                 [](const Books& books) {
                   reference::CacheState state = books.digest->state();
                   state.increments -= state.increments % 12;
                   return state;
                 }}},
  };
}

}  // namespace pgolf_test
