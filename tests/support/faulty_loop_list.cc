// SPDX-License-Identifier: Apache-2.0
// The cheats that live in a loop, as rows: what they do, and the invariants that must catch them.
#include <algorithm>

#include "tests/support/faulty_loops.h"

namespace pgolf_test {
namespace {

using Kind = LoopStep::Kind;
using Ranks = std::vector<LoopRank>;
using Scores = std::vector<reference::PositionScore>;

// The n-th step of a kind of one rank.
std::size_t at(const LoopRank& rank, Kind kind, std::size_t n) {
  for (std::size_t i = 0; i < rank.steps.size(); ++i) {
    if (rank.steps[i].kind == kind && n-- == 0) {
      return i;
    }
  }
  return rank.steps.size();
}

LoopStep& nth(LoopRank& rank, Kind kind, std::size_t n) {
  return rank.steps.at(at(rank, kind, n));
}

void insert_at(LoopRank& rank, std::size_t place, const LoopStep& step) {
  rank.steps.insert(rank.steps.begin() + static_cast<std::ptrdiff_t>(place), step);
}

void erase_at(LoopRank& rank, std::size_t place) {
  rank.steps.erase(rank.steps.begin() + static_cast<std::ptrdiff_t>(place));
}

void update_first(Ranks& ranks) {
  const std::size_t score = at(ranks[0], Kind::score, 3);
  std::swap(ranks[0].steps[score], ranks[0].steps[score + 1]);
}

void update_first_unwritten(Ranks& ranks) {
  const std::size_t score = at(ranks[0], Kind::score, 3);
  LoopStep hidden = ranks[0].steps[score + 1];
  ranks[0].steps[score + 1].done = false;
  hidden.written = false;
  insert_at(ranks[0], score, hidden);
}

void one_ahead(Ranks& ranks) {
  nth(ranks[0], Kind::update, 2).last += 1;
}

void batch_inserted_early(Ranks& ranks) {
  LoopStep& update = nth(ranks[0], Kind::update, 1);
  update.really_first = update.first;
  update.really_last = update.last + 64;
  nth(ranks[0], Kind::update, 2).done = false;
}

void two_passes(Ranks& ranks) {
  LoopRank& rank = ranks.back();
  const std::vector<LoopStep> once = rank.steps;
  const std::uint64_t segments = 1 + rank.steps[at(rank, Kind::score, 7)].segment;
  for (LoopStep step : once) {
    if (step.kind == Kind::score || step.kind == Kind::update) {
      step.segment += segments;
      rank.steps.push_back(step);
    }
  }
}

void rescored_tail(Ranks& ranks) {
  LoopRank& rank = ranks.back();
  LoopStep score = rank.steps[at(rank, Kind::score, 7)];
  LoopStep update = rank.steps[at(rank, Kind::update, 7)];
  for (std::uint64_t more = 1; more <= 3; ++more) {
    ++score.segment;
    ++update.segment;
    rank.steps.push_back(score);
    rank.steps.push_back(update);
  }
}

void positions_skipped(Ranks& ranks) {
  const std::size_t score = at(ranks[0], Kind::score, 4);
  erase_at(ranks[0], score);
  erase_at(ranks[0], score);
}

void positions_skipped_but_inserted(Ranks& ranks) {
  LoopStep& score = nth(ranks[0], Kind::score, 4);
  LoopStep& update = nth(ranks[0], Kind::update, 4);
  score.first += 8;
  update.really_first = update.first;
  update.really_last = update.last;
  update.first += 8;
}

void prefill_too_far(Ranks& ranks) {
  nth(ranks[1], Kind::prefill, 0).last += 1;
}

void prefill_too_short(Ranks& ranks) {
  nth(ranks[1], Kind::prefill, 0).last -= 1;
}

void prefill_of_wrong_rank(Ranks& ranks) {
  LoopStep& prefill = nth(ranks[1], Kind::prefill, 0);
  prefill.last += 128;
}

void prefill_twice(Ranks& ranks) {
  insert_at(ranks[1], 1, nth(ranks[1], Kind::prefill, 0));
}

void prefill_late(Ranks& ranks) {
  const std::size_t place = at(ranks[1], Kind::prefill, 0);
  const LoopStep prefill = ranks[1].steps[place];
  erase_at(ranks[1], place);
  insert_at(ranks[1], at(ranks[1], Kind::update, 0) + 1, prefill);
}

void ranks_overlap(Ranks& ranks) {
  LoopStep score = nth(ranks[0], Kind::score, 7);
  LoopStep update = nth(ranks[0], Kind::update, 7);
  nth(ranks[1], Kind::prefill, 0).last -= 64;
  for (LoopStep& step : ranks[1].steps) {
    step.segment += step.kind == Kind::prefill ? 0 : 1;
  }
  score.segment = 0;
  update.segment = 0;
  insert_at(ranks[1], 1, update);
  insert_at(ranks[1], 1, score);
}

void half_inserted_while_scoring(Ranks& ranks) {
  LoopStep& update = nth(ranks[0], Kind::update, 3);
  LoopStep half = update;
  half.written = false;
  half.last = update.first + 31;
  update.really_first = update.first + 32;
  update.really_last = update.last;
  insert_at(ranks[0], at(ranks[0], Kind::score, 3), half);
}

void update_twice(Ranks& ranks) {
  LoopStep again = nth(ranks[0], Kind::update, 3);
  again.written = false;
  insert_at(ranks[0], at(ranks[0], Kind::update, 3), again);
}

void update_left_out(Ranks& ranks) {
  nth(ranks[0], Kind::update, 3).done = false;
}

void update_stale(Ranks& ranks) {
  LoopStep& update = nth(ranks[0], Kind::update, 3);
  update.really_first = update.first - 64;
  update.really_last = update.last - 64;
}

void report(Ranks& ranks, const std::function<void(Scores&)>& change) {
  nth(ranks[0], Kind::score, 5).report = change;
}

void scores_exchanged(Scores& scores) {
  std::swap(scores[3].cache, scores[4].cache);
}

void positions_permuted(Scores& scores) {
  std::swap(scores[3], scores[4]);
}

void worst_improved(Scores& scores) {
  auto worst = std::min_element(scores.begin(), scores.end(), [](const auto& a, const auto& b) {
    return a.cache.probability < b.cache.probability;
  });
  worst->cache.probability = worst->neural.probability + 0.01;
}

void tail_dropped(Ranks& ranks) {
  std::vector<LoopStep>& steps = ranks.back().steps;
  steps.resize(at(ranks.back(), Kind::score, 7));
}

void segments_joined(Ranks& ranks) {
  LoopRank& rank = ranks[0];
  const std::size_t place = at(rank, Kind::score, 7);
  rank.steps[place - 2].last += 64;
  rank.steps[place - 1].last += 64;
  erase_at(rank, at(rank, Kind::score, 7));
  erase_at(rank, at(rank, Kind::update, 7));
}

void without_checkpoints(Ranks& ranks) {
  for (LoopRank& rank : ranks) {
    const auto is_checkpoint = [](const LoopStep& step) { return step.kind == Kind::checkpoint; };
    rank.steps.erase(std::remove_if(rank.steps.begin(), rank.steps.end(), is_checkpoint),
                     rank.steps.end());
  }
}

}  // namespace

std::vector<LoopCheat> loop_cheats() {
  const auto reporting = [](auto change) {
    return [change](Ranks& ranks) { report(ranks, change); };
  };
  return {
      {"update_first",
       "inserts a segment, then scores it, and says so",
       {"I1", "I3"},
       update_first},
      {"update_first_unwritten",
       "inserts a segment before it is scored, and hides it",
       {"I4"},
       update_first_unwritten},
      {"one_ahead", "inserts the next segment's first token", {"I1", "I3"}, one_ahead},
      {"batch_inserted_early",
       "inserts two segments at once and writes down one",
       {"I5", "I12"},
       batch_inserted_early},
      {"two_passes", "scores its part again with the full cache", {"I2", "I3", "I7"}, two_passes},
      {"rescored_tail",
       "scores the last segment again after it was inserted",
       {"I2", "I3"},
       rescored_tail},
      {"positions_skipped", "leaves out a segment", {"I2", "I3"}, positions_skipped},
      {"positions_skipped_but_inserted",
       "leaves out hard positions and learns from them",
       {"I2", "I3"},
       positions_skipped_but_inserted},
      {"loop_prefill_too_far",
       "prefills one position too many, and says so",
       {"I3", "I6"},
       prefill_too_far},
      {"loop_prefill_too_short",
       "prefills one position too few, and says so",
       {"I3", "I6"},
       prefill_too_short},
      {"loop_prefill_of_wrong_rank",
       "prefills another rank's range",
       {"I3", "I6"},
       prefill_of_wrong_rank},
      {"prefill_twice", "prefills twice", {"I1"}, prefill_twice},
      {"prefill_late", "prefills after its first segment", {"I1", "I3"}, prefill_late},
      {"ranks_overlap", "starts where the rank before has not ended", {"I2", "I7"}, ranks_overlap},
      {"half_inserted_while_scoring",
       "inserts half of a segment while it is scored",
       {"I4"},
       half_inserted_while_scoring},
      {"loop_update_doubled",
       "inserts a segment twice and writes it down once",
       {"I5"},
       update_twice},
      {"loop_update_dropped", "writes down an update that never happens", {"I5"}, update_left_out},
      {"loop_update_stale",
       "inserts the segment before and writes down this one",
       {"I5"},
       update_stale},
      {"scores_exchanged",
       "reports the score of another position",
       {"I12"},
       reporting(scores_exchanged)},
      {"positions_permuted_in_segment",
       "reports positions in another order",
       {"I12"},
       reporting(positions_permuted)},
      {"worst_improved", "improves its worst score", {"I12"}, reporting(worst_improved)},
      {"bits_understated",
       "writes down fewer coded bits than its scores have",
       {"I12"},
       [](Ranks& ranks) { ranks[0].coded_bits_hidden = 1U << 20U; }},
      {"nats_understated",
       "closes with a smaller sum",
       {"I12"},
       [](Ranks& ranks) { ranks[0].nats_hidden = 0.5; }},
      {"tail_dropped", "stops before its last segment", {"I2", "I7"}, tail_dropped},
      {"segments_joined", "scores two windows as one segment", {"I7"}, segments_joined},
      {"without_checkpoints", "leaves out its checkpoints", {"I8"}, without_checkpoints},
  };
}

}  // namespace pgolf_test
