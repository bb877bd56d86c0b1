// SPDX-License-Identifier: Apache-2.0
// Cheats that score with what they may not know, or write while they score. Each row says which
// invariants must catch it: what it does decides that, never what the audit happens to say.
#include <algorithm>

#include "reference_impl/ngram/mixing.h"
#include "tests/support/faulty_caches.h"

namespace pgolf_test {
namespace {

using reference::CacheScore;
using reference::NeuralScore;
using reference::NgramCache;

void honest_score(const Books& books, Tokens tokens, std::uint64_t first, Neural neural,
                  Scores scores) {
  books.tables->score(tokens, first, neural, scores);
}

std::uint64_t end_of(Tokens tokens, std::uint64_t last) {
  return std::min<std::uint64_t>(last, tokens.size() - 1);
}

std::vector<std::uint16_t> copy_of(Tokens tokens) {
  return {tokens.begin(), tokens.end()};
}

// ---- Scores

void score_after_insertion(Books& books, Tokens tokens, std::uint64_t first, Neural neural,
                           Scores scores) {
  books.tables->update(tokens, first, first + scores.size() - 1);
  honest_score(books, tokens, first, neural, scores);
}

void score_then_undo(Books& books, Tokens tokens, std::uint64_t first, Neural neural,
                     Scores scores) {
  const std::unique_ptr<NgramCache> ahead = fresh_tables(books);
  ahead->prefill(tokens, first + scores.size() - 1);
  ahead->score(tokens, first, neural, scores);
}

void score_or_network(Books& books, Tokens tokens, std::uint64_t first, Neural neural,
                      Scores scores) {
  honest_score(books, tokens, first, neural, scores);
  for (std::size_t i = 0; i < scores.size(); ++i) {
    scores[i].probability = std::max(scores[i].probability, neural[i].probability);
  }
}

void score_gated_by_target(Books& books, Tokens tokens, std::uint64_t first, Neural neural,
                           Scores scores) {
  honest_score(books, tokens, first, neural, scores);
  for (std::size_t i = 0; i < scores.size(); ++i) {
    if (scores[i].full_count == 0 && neural[i].probability > 1e-12) {
      scores[i].probability = neural[i].probability;
    }
  }
}

void score_gated_by_class(Books& books, Tokens tokens, std::uint64_t first, Neural neural,
                          Scores scores) {
  honest_score(books, tokens, first, neural, scores);
  for (std::size_t i = 0; i < scores.size(); ++i) {
    if (tokens[first + i] % 2 == 0) {
      scores[i].probability = std::min(1.0, 1.05 * scores[i].probability);
    }
  }
}

// The last context token is mixed with the target before the tables are asked.
void score_hash_seeded_by_target(Books& books, Tokens tokens, std::uint64_t first, Neural neural,
                                 Scores scores) {
  std::vector<std::uint16_t> seeded = copy_of(tokens);
  for (std::size_t i = 0; i < scores.size(); ++i) {
    const std::uint64_t j = first + i;
    const std::uint16_t kept = seeded[j - 1];
    seeded[j - 1] = static_cast<std::uint16_t>(kept ^ (tokens[j] & 3U));
    books.tables->score(seeded, j, neural.subspan(i, 1), scores.subspan(i, 1));
    seeded[j - 1] = kept;
  }
}

// The prefix is one token longer than it may be: what stands for x[j] is looked up after x[j].
void score_prefix_too_long(Books& books, Tokens tokens, std::uint64_t first, Neural neural,
                           Scores scores) {
  honest_score(books, tokens, first, neural, scores);
  for (std::size_t i = 0; i < scores.size() && first + i + 1 < tokens.size(); ++i) {
    CacheScore next;
    books.tables->score(tokens, first + i + 1, neural.subspan(i, 1), {&next, 1});
    if (next.matched_order > scores[i].matched_order) {
      scores[i] = next;
    }
  }
}

void score_of_next_position(Books& books, Tokens tokens, std::uint64_t first, Neural neural,
                            Scores scores) {
  honest_score(books, tokens, first, neural, scores);
  std::rotate(scores.begin(), scores.begin() + 1, scores.end());
}

void score_permuted(Books& books, Tokens tokens, std::uint64_t first, Neural neural,
                    Scores scores) {
  honest_score(books, tokens, first, neural, scores);
  std::reverse(scores.begin(), scores.end());
}

void score_gated_by_later_entropy(Books& books, Tokens tokens, std::uint64_t first, Neural neural,
                                  Scores scores) {
  std::vector<NeuralScore> shifted(neural.begin(), neural.end());
  for (std::size_t i = 0; i + 1 < shifted.size(); ++i) {
    shifted[i].entropy_nats = neural[i + 1].entropy_nats;
  }
  honest_score(books, tokens, first, shifted, scores);
}

double cost(Scores scores) {
  double nats = 0;
  for (const CacheScore& score : scores) {
    nats += reference::score_nats(score.probability);
  }
  return nats;
}

// Of two gates the one that is better on this very segment.
void score_adapted_to_segment(Books& books, Tokens tokens, std::uint64_t first, Neural neural,
                              Scores scores) {
  honest_score(books, tokens, first, neural, scores);
  std::vector<NeuralScore> eager(neural.begin(), neural.end());
  for (NeuralScore& one : eager) {
    one.entropy_nats += 2;
  }
  std::vector<CacheScore> other(scores.size());
  honest_score(books, tokens, first, eager, other);
  if (cost(other) < cost(scores)) {
    std::copy(other.begin(), other.end(), scores.begin());
  }
}

// Old counts fade while a segment is scored.
void score_with_decay(Books& books, Tokens tokens, std::uint64_t first, Neural neural,
                      Scores scores) {
  honest_score(books, tokens, first, neural, scores);
  const auto id = static_cast<std::uint32_t>(2 * books.config.lowest_order);
  for (std::uint64_t bucket = 0; bucket < books.config.buckets; ++bucket) {
    std::uint32_t& count = books.count(id, bucket);
    count -= count / 4;
  }
}

// Each position of the segment is inserted as soon as it is scored.
void score_learning_inside(Books& books, Tokens tokens, std::uint64_t first, Neural neural,
                           Scores scores) {
  for (std::size_t i = 0; i < scores.size(); ++i) {
    books.tables->score(tokens, first + i, neural.subspan(i, 1), scores.subspan(i, 1));
    books.insert(tokens, first + i, first + i);
  }
}

void nothing_to_update(Books& /*books*/, Tokens /*tokens*/, std::uint64_t /*first*/,
                       std::uint64_t /*last*/) {}

void score_from_later_checkpoint(Books& books, Tokens tokens, std::uint64_t first, Neural neural,
                                 Scores scores) {
  const std::unique_ptr<NgramCache> later = fresh_tables(books);
  later->prefill(tokens, end_of(tokens, first + 2 * scores.size()));
  later->score(tokens, first, neural, scores);
}

void score_inflated(Books& books, Tokens tokens, std::uint64_t first, Neural neural,
                    Scores scores) {
  honest_score(books, tokens, first, neural, scores);
  for (CacheScore& score : scores) {
    score.probability = std::min(1.0, 1.001 * score.probability);
  }
}

void score_one_order_less(Books& books, Tokens tokens, std::uint64_t first, Neural neural,
                          Scores scores) {
  honest_score(books, tokens, first, neural, scores);
  for (std::size_t i = 0; i < scores.size(); ++i) {
    if (scores[i].matched_order == books.config.lowest_order) {
      scores[i] = {.probability = neural[i].probability};
    }
  }
}

// ---- Rows

std::vector<double> scaled_row(const Books& books, Tokens prefix, std::span<const double> neural,
                               double entropy_nats, double factor) {
  std::vector<double> row = books.tables->row(prefix, neural, entropy_nats);
  for (double& entry : row) {
    entry *= factor;
  }
  return row;
}

std::vector<double> row_of_half(Books& books, Tokens prefix, std::span<const double> neural,
                                double entropy_nats) {
  std::vector<double> row = books.tables->row(prefix, neural, entropy_nats);
  std::fill(row.begin() + static_cast<std::ptrdiff_t>(row.size() / 2), row.end(), 0.0);
  return row;
}

// Reads on beyond the end of the prefix it is handed.
std::vector<double> row_reading_on(Books& books, Tokens prefix, std::span<const double> neural,
                                   double entropy_nats) {
  std::vector<double> row = books.tables->row(prefix, neural, entropy_nats);
  const std::uint16_t target = *(prefix.data() + prefix.size());
  row[target] = std::min(1.0, 1.5 * row[target]);
  return row;
}

}  // namespace

std::vector<CacheCheat> scoring_cheats() {
  const auto score = [](auto verb) { return Cheat{.score = verb}; };
  const auto row = [](auto verb) { return Cheat{.row = verb}; };
  return {
      {"inserted_then_scored",
       "inserts the segment into its tables, then scores it",
       {"I4", "I8", "I9", "I12"},
       score(score_after_insertion)},
      {"inserted_scored_undone",
       "scores with the segment inserted, and nothing stays behind",
       {"I9", "I12"},
       score(score_then_undo)},
      {"learns_inside_segment",
       "inserts each position while the segment is scored",
       {"I4", "I12"},
       Cheat{.update = nothing_to_update, .score = score_learning_inside}},
      {"later_checkpoint",
       "scores with the tables of a later checkpoint",
       {"I9", "I12"},
       score(score_from_later_checkpoint)},
      {"oracle_minimum",
       "takes the better of network and mix by the true token",
       {"I11", "I12"},
       score(score_or_network)},
      {"target_in_gate",
       "leaves the counts out where they would hurt the true token",
       {"I11", "I12"},
       score(score_gated_by_target)},
      {"target_class_in_gate",
       "favours the true token by its class",
       {"I11", "I12"},
       score(score_gated_by_class)},
      {"hash_seeded_by_target",
       "mixes the target into its context key",
       {"I11", "I12"},
       score(score_hash_seeded_by_target)},
      {"prefix_too_long",
       "looks up a context that holds the target",
       {"I9", "I12"},
       score(score_prefix_too_long)},
      {"score_of_next_position",
       "reports the next position's score",
       {"I9", "I12"},
       score(score_of_next_position)},
      {"positions_permuted",
       "reports a segment's scores in another order",
       {"I9", "I12"},
       score(score_permuted)},
      {"later_entropy_in_gate",
       "gates by the entropy of the next position",
       {"I12"},
       score(score_gated_by_later_entropy)},
      {"adapted_to_segment",
       "chooses its gate by the segment that it scores",
       {"I9", "I12"},
       score(score_adapted_to_segment)},
      {"counts_decay_while_scoring",
       "lets counts fade while it scores",
       {"I4", "I8"},
       score(score_with_decay)},
      {"scores_inflated",
       "multiplies its scores by 1.001, not its rows",
       {"I11", "I12"},
       score(score_inflated)},
      {"scores_and_rows_inflated",
       "multiplies scores and rows by 1.001",
       {"I11", "I12"},
       Cheat{.score = score_inflated,
             .row =
                 [](Books& books, Tokens prefix, std::span<const double> neural, double entropy) {
                   return scaled_row(books, prefix, neural, entropy, 1.001);
                 }}},
      {"rows_not_normalized",
       "rows lack a thousandth",
       {"I11"},
       row([](Books& books, Tokens prefix, std::span<const double> neural, double entropy) {
         return scaled_row(books, prefix, neural, entropy, 0.999);
       })},
      {"rows_of_half_the_vocabulary",
       "rows leave out the upper half of the vocabulary",
       {"I11"},
       row(row_of_half)},
      {"row_reads_the_target",
       "rows read on beyond the prefix they are handed",
       {"I9", "I10"},
       row(row_reading_on)},
      {"other_backoff",
       "ignores matches of the lowest order",
       {"I12"},
       score(score_one_order_less)},
  };
}

}  // namespace pgolf_test
