// SPDX-License-Identifier: Apache-2.0
#include "verifier/gather/event_compare.h"

#include <algorithm>
#include <numeric>

namespace verifier {
namespace {

using reference::EventFile;
using reference::EventRecord;

EventPlace place_of(const EventFile& file, std::size_t record) {
  EventPlace place;
  place.rank = std::get<reference::InitEvent>(file.records.front().event).rank;
  const reference::Event& event = file.records[record].event;
  if (const auto* score = std::get_if<reference::ScoreEvent>(&event)) {
    place = {place.rank, score->segment, score->first, score->last};
  } else if (const auto* update = std::get_if<reference::UpdateEvent>(&event)) {
    place = {place.rank, update->segment, update->first, update->last};
  } else if (const auto* prefill = std::get_if<reference::PrefillEvent>(&event)) {
    place = {place.rank, 0, prefill->first, prefill->last};
  }
  return place;
}

bool same_state(const EventRecord& one, const EventRecord& other) {
  return one.digest == other.digest && one.increments == other.increments;
}

// A record of a perturbed run that must be as it was: the tokens' digest of INIT alone may differ.
bool same_event(const EventRecord& one, const EventRecord& other) {
  const auto* init = std::get_if<reference::InitEvent>(&one.event);
  const auto* other_init = std::get_if<reference::InitEvent>(&other.event);
  if (init == nullptr || other_init == nullptr) {
    return reference::event_bytes(one.event) == reference::event_bytes(other.event);
  }
  reference::InitEvent aligned = *other_init;
  aligned.token_digest = init->token_digest;
  return reference::event_bytes(*init) == reference::event_bytes(aligned);
}

// Whether a record comes from nothing but tokens before t, if the run is causal.
bool is_before(const reference::Event& event, std::uint64_t t) {
  if (const auto* score = std::get_if<reference::ScoreEvent>(&event)) {
    return score->last < t;
  }
  if (const auto* update = std::get_if<reference::UpdateEvent>(&event)) {
    return update->last < t;
  }
  if (const auto* prefill = std::get_if<reference::PrefillEvent>(&event)) {
    return prefill->last < t;
  }
  return !std::holds_alternative<reference::CloseEvent>(event);
}

}  // namespace

std::optional<Difference> first_difference(const EventFile& one, const EventFile& other) {
  const std::size_t both = std::min(one.records.size(), other.records.size());
  std::vector<std::size_t> indices(both);
  std::iota(indices.begin(), indices.end(), std::size_t{0});
  const auto parted = std::partition_point(indices.begin(), indices.end(), [&](std::size_t i) {
    return one.records[i].chain == other.records[i].chain;
  });
  const auto by_chain = static_cast<std::size_t>(parted - indices.begin());
  const auto state = std::find_if(indices.begin(), parted, [&](std::size_t i) {
    return !same_state(one.records[i], other.records[i]);
  });
  const std::size_t at = std::min(by_chain, static_cast<std::size_t>(state - indices.begin()));
  if (at == both) {
    if (one.records.size() == other.records.size()) {
      return std::nullopt;
    }
    return Difference{at, place_of(one, both - 1), "one file ends, the other goes on"};
  }
  const std::string kind(reference::event_kind_name(one.records[at].event));
  const bool states_differ = !same_state(one.records[at], other.records[at]);
  return Difference{at, place_of(one, at),
                    kind + (states_differ ? ": another state" : ": another event")};
}

std::optional<CountDifference> first_count_difference(const reference::NgramCache& one,
                                                      const reference::NgramCache& other) {
  for (const std::uint32_t id : reference::table_ids(one.config())) {
    const std::span<const std::uint32_t> counts = one.table(id);
    const std::span<const std::uint32_t> others = other.table(id);
    const auto parted = std::mismatch(counts.begin(), counts.end(), others.begin());
    if (parted.first != counts.end()) {
      return CountDifference{id, static_cast<std::uint64_t>(parted.first - counts.begin()),
                             *parted.first, *parted.second};
    }
  }
  return std::nullopt;
}

std::uint64_t compare_perturbed(const EventFile& plain, const EventFile& changed, std::uint64_t t,
                                BreachBook& book) {
  std::uint64_t compared = 0;
  for (std::size_t i = 0; i < plain.records.size(); ++i) {
    const EventRecord& record = plain.records[i];
    // Even the SCORE that holds t must stand in the state that the tokens before t made.
    const bool scores_t = std::holds_alternative<reference::ScoreEvent>(record.event);
    if (!is_before(record.event, t) && !scores_t) {
      break;
    }
    if (i >= changed.records.size() || !same_state(record, changed.records[i]) ||
        (is_before(record.event, t) && !same_event(record, changed.records[i]))) {
      book.add("I9", place_of(plain, i),
               std::string(reference::event_kind_name(record.event)) + " depends on tokens from " +
                   std::to_string(t) + " on");
      break;
    }
    ++compared;
    if (!is_before(record.event, t)) {
      break;
    }
  }
  return compared;
}

}  // namespace verifier
