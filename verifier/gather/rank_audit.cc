// SPDX-License-Identifier: Apache-2.0
#include "verifier/gather/rank_audit.h"

#include <algorithm>
#include <variant>

#include "reference_impl/base/sha256.h"
#include "reference_impl/evaluation/rank_events.h"
#include "reference_impl/evaluation/segment_summary.h"
#include "reference_impl/ngram/state_fingerprint.h"
#include "reference_impl/tokens/shard.h"

namespace verifier {
namespace {

using reference::CacheState;
using reference::to_hex;

// Increments of the tables of a digest set when the positions 1..last are inserted once each: a
// table of order o has context width w = o-1 and takes the positions from max(w, 1) on.
std::uint64_t increments_of_prefix(const reference::CacheConfig& cache, reference::DigestSet set,
                                   std::uint64_t last) {
  std::uint64_t sum = 0;
  for (const std::uint32_t id : reference::table_ids(cache, set)) {
    const std::uint64_t from = std::max<std::uint64_t>(id / 2 - 1, 1);
    sum += last >= from ? last - from + 1 : 0;
  }
  return sum;
}

// The set that a rank's events are digested with. Where INIT names none that this cache can have,
// which is a breach of its own, they are held against all tables.
reference::DigestSet digest_set_of(const reference::EventFile& file,
                                   const reference::CacheConfig& cache) {
  const auto* init = file.records.empty()
                         ? nullptr
                         : std::get_if<reference::InitEvent>(&file.records.front().event);
  const auto shared = static_cast<std::uint64_t>(reference::DigestSet::shared);
  return init != nullptr && init->digest_set == shared && reference::shares_tables(cache)
             ? reference::DigestSet::shared
             : reference::DigestSet::all;
}

std::string span_text(const EventPlace& place) {
  return "positions " + std::to_string(place.first) + ".." + std::to_string(place.last);
}

}  // namespace

RankAudit::RankAudit(const AuditInput& input, std::uint64_t rank, const RankEnd* previous,
                     RunCoverage& coverage, BreachBook& book)
    : input_(input),
      rank_(rank),
      previous_(previous),
      coverage_(coverage),
      book_(book),
      scores_(input.folder, static_cast<std::uint32_t>(rank)) {
  require(input.key.size() == key_.size(), "an audit key that is not 32 bytes");
  std::copy(input.key.begin(), input.key.end(), key_.begin());
  geometry_.targets = input.tokens.size() - 1;
  geometry_.seq_len = input.recipe.seq_len;
  geometry_.stride = input.recipe.stride;
  geometry_.score_once = input.recipe.score_once;
  windows_ =
      reference::windows_of_rank(geometry_, static_cast<std::uint32_t>(rank), input.world_size);
}

RankEnd RankAudit::run(const reference::EventFile& file) {
  digest_set_ = digest_set_of(file, input_.recipe.cache);
  replay_ = reference::make_ngram_cache(input_.recipe.cache, key_,
                                        reference::CacheOptions{.digest = digest_set_});
  for (const reference::EventProblem& problem : file.problems) {
    breach("I8", {rank_, 0, 0, 0},
           "record " + std::to_string(problem.record) + " at byte " +
               std::to_string(problem.byte_offset) + ": " + problem.what);
  }
  for (const reference::EventRecord& record : file.records) {
    record_ = &record;
    if (closed_) {
      breach("I1", {rank_, next_segment_, 0, 0}, "an event after CLOSE");
      break;
    }
    std::visit([this](const auto& event) { on(event); }, record.event);
    before_ = {record.digest, record.increments};
  }
  if (!closed_) {
    breach("I1", {rank_, next_segment_, 0, 0}, "the file ends without CLOSE");
  }
  return {before_, last_scored_, digest_set_};
}

void RankAudit::on(const reference::InitEvent& event) {
  const reference::Digest256 commitment = reference::sha256(input_.key + input_.salt);
  const auto expect = [this](bool good, const char* what) {
    if (!good) {
      breach("I8", {rank_, 0, 0, 0}, std::string("INIT names another ") + what);
    }
  };
  expect(record_->increments == 0 && next_segment_ == 0 && !prefilled_, "place than the first");
  expect(to_hex(event.config_digest) == input_.recipe.config_digest, "cache configuration");
  expect(event.token_digest == reference::token_digest(input_.tokens), "token stream");
  expect(event.key_commitment == commitment, "digest key");
  expect(event.rank == rank_ && event.world_size == input_.world_size, "rank or world size");
  expect(event.digest_set == static_cast<std::uint64_t>(digest_set_) &&
             event.tables == reference::table_ids(input_.recipe.cache, digest_set_).size() &&
             (previous_ == nullptr || previous_->digest_set == digest_set_),
         "set of tables");
}

void RankAudit::on(const reference::PrefillEvent& event) {
  const EventPlace place{rank_, 0, event.first, event.last};
  if (prefilled_ || next_segment_ != 0 || scored_) {
    breach("I1", place, "PREFILL is not the first thing a rank does");
    return;
  }
  prefilled_ = true;
  if (!in_stream(place)) {
    return;
  }
  replay_->prefill(input_.tokens, event.last);
  inserted_to_ = event.last;
  expect_replayed_state(place);
  const CacheState now{record_->digest, record_->increments};
  if (event.first != 1 || previous_ == nullptr || now != previous_->state) {
    breach("I6", place, "the pre-filled state is not the state the rank before ended with");
  }
}

void RankAudit::on(const reference::ScoreEvent& event) {
  const EventPlace place{rank_, event.segment, event.first, event.last};
  if (scored_ || event.segment != next_segment_) {
    breach("I1", place,
           "SCORE " + std::to_string(event.segment) + " stands where " +
               (scored_ ? "an UPDATE" : "SCORE " + std::to_string(next_segment_)) + " belongs");
  }
  scored_ = place;
  ++score_and_update_events_;
  coded_bits_ += event.coded_bits;
  if (before_ != CacheState{record_->digest, record_->increments}) {
    breach("I4", place, "the state changed while " + span_text(place) + " were scored");
  }
  if (!in_stream(place)) {
    return;
  }
  positions_ += event.last - event.first + 1;
  if (first_scored_ == 0) {
    first_scored_ = event.first;
    const std::uint64_t expected = previous_ == nullptr ? 1 : previous_->last_scored + 1;
    if (event.first != expected) {
      breach("I7", place,
             "the rank begins at " + std::to_string(event.first) + ", expected " +
                 std::to_string(expected));
    }
  }
  expect_window(place);
  expect_inserted_before(place);
  expect_replayed_scores(event, place);
  cover(place);
  last_scored_ = std::max(last_scored_, event.last);
}

void RankAudit::on(const reference::UpdateEvent& event) {
  const EventPlace place{rank_, event.segment, event.first, event.last};
  ++score_and_update_events_;
  const bool fits = scored_ && scored_->segment == event.segment && scored_->first == event.first &&
                    scored_->last == event.last;
  if (!fits) {
    breach("I1", place,
           "UPDATE " + std::to_string(event.segment) + " of " + span_text(place) +
               " does not follow its own SCORE");
  }
  scored_.reset();
  next_segment_ = event.segment + 1;
  if (!in_stream(place)) {
    return;
  }
  replay_->update(input_.tokens, event.first, event.last);
  inserted_to_ = std::max(inserted_to_, event.last);
  expect_replayed_state(place);
}

void RankAudit::on(const reference::CheckpointEvent& event) {
  const EventPlace place{rank_, event.segment == reference::kNoSegment ? 0 : event.segment,
                         inserted_to_, inserted_to_};
  checkpoints_.insert(next_segment_);
  const reference::CheckpointEvent replayed = reference::checkpoint_event(
      next_segment_ - 1, reference::fingerprint(*replay_, key_), input_.recipe.cache, digest_set_);
  // Before the first segment, kNoSegment is what 0 - 1 is.
  if (reference::event_bytes(event) != reference::event_bytes(replayed) ||
      event.msh2 != record_->digest) {
    breach("I8", place,
           "the tables at the checkpoint are not those a replay of the tokens gives (root " +
               to_hex(event.root).substr(0, 16) + ", replayed " +
               to_hex(replayed.root).substr(0, 16) + ")");
  }
}

void RankAudit::on(const reference::CloseEvent& event) {
  closed_ = true;
  const EventPlace place{rank_, next_segment_, last_scored_, last_scored_};
  if (scored_) {
    breach("I1", place, "CLOSE stands where an UPDATE belongs");
  }
  const bool sums_agree = event.events == score_and_update_events_ &&
                          event.positions == positions_ && event.coded_bits == coded_bits_;
  if (!sums_agree || event.root != reference::fingerprint(*replay_, key_).root) {
    breach("I8", place, "CLOSE names other sums or another final root than its events give");
  }
  if (checkpoints_ != reference::checkpoint_places(geometry_, windows_, prefilled_)) {
    breach("I8", place, "the checkpoints do not stand where they must");
  }
  if (scores_.possible() && (event.sum_nats != scores_.sum_nats() || !scores_.used_up())) {
    breach("I12", place, "CLOSE sums other scores than a replay gives");
  }
}

// I3: at SCORE a..b exactly the positions 1..a-1 are inserted, each once.
void RankAudit::expect_inserted_before(const EventPlace& place) {
  const std::uint64_t expected =
      increments_of_prefix(input_.recipe.cache, digest_set_, place.first - 1);
  if (inserted_to_ == place.first - 1 && before_.increments == expected) {
    return;
  }
  const std::string state = "scored when positions up to " + std::to_string(inserted_to_) +
                            " were in the cache (" + std::to_string(before_.increments) +
                            " increments, expected " + std::to_string(expected) + ")";
  breach("I3", place, span_text(place) + " were " + state);
}

// I7: the segments are the recipe's windows, in their order.
void RankAudit::expect_window(const EventPlace& place) {
  const std::uint64_t window = windows_.first + place.segment;
  if (place.segment >= windows_.end - windows_.first) {
    breach("I7", place,
           "the rank has " + std::to_string(windows_.end - windows_.first) +
               " windows, this is segment " + std::to_string(place.segment));
    return;
  }
  const reference::Segment segment = reference::segment_of(geometry_, window);
  if (segment.first != place.first || segment.last != place.last) {
    breach("I7", place,
           span_text(place) + " were scored where the recipe's window has " +
               std::to_string(segment.first) + ".." + std::to_string(segment.last));
  }
}

// I12: the scores are those of the replayed tables and the network's own numbers.
void RankAudit::expect_replayed_scores(const reference::ScoreEvent& event,
                                       const EventPlace& place) {
  if (!scores_.possible()) {
    return;
  }
  const std::vector<reference::PositionScore> scores =
      scores_.next(*replay_, input_.tokens, event.first, event.last);
  if (scores.empty()) {
    breach("I12", place, "the network's numbers end before " + span_text(place));
    return;
  }
  const reference::SegmentSummary summary = reference::summarize_segment(scores);
  if (summary.score_digest != event.score_digest || summary.coded_bits != event.coded_bits) {
    breach("I12", place,
           "the scores of " + span_text(place) + " are not those a replay gives (" +
               std::to_string(event.coded_bits) + " coded bits, replayed " +
               std::to_string(summary.coded_bits) + ")");
  }
  if (input_.on_scored) {
    input_.on_scored({rank_, event.first, event.last, *replay_, scores});
  }
}

void RankAudit::cover(const EventPlace& place) {
  coverage_.total += place.last - place.first + 1;
  for (std::uint64_t position = place.first; position <= place.last; ++position) {
    const bool inserted = position <= inserted_to_;
    const bool repeated = coverage_.scorings[position]++ != 0;
    coverage_.after_insert += inserted ? 1 : 0;
    coverage_.updates_between_repeats |= repeated && inserted;
    if (repeated && !coverage_.first_repeat) {
      coverage_.first_repeat = place;
    }
  }
}

// I5: the digest moved by what the tokens say, and by nothing else.
void RankAudit::expect_replayed_state(const EventPlace& place) {
  if (replay_->state() != CacheState{record_->digest, record_->increments}) {
    breach("I5", place,
           "the state after inserting " + span_text(place) + " is not the one the tokens give");
  }
}

bool RankAudit::in_stream(const EventPlace& place) {
  if (place.first >= 1 && place.first <= place.last && place.last < input_.tokens.size()) {
    return true;
  }
  breach(
      "I2", place,
      span_text(place) + " are not in the stream 1.." + std::to_string(input_.tokens.size() - 1));
  return false;
}

void RankAudit::breach(const std::string& invariant, const EventPlace& place,
                       const std::string& what) {
  book_.add(invariant, place, what);
}

}  // namespace verifier
