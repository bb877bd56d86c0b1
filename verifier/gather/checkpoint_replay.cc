// SPDX-License-Identifier: Apache-2.0
#include "verifier/gather/checkpoint_replay.h"

#include <string>
#include <vector>

#include "reference_impl/ngram/state_fingerprint.h"
#include "verifier/base/result.h"

namespace verifier {
namespace {

struct Range {
  std::uint64_t first = 0;
  std::uint64_t last = 0;
};

// What a record inserts.
std::optional<Range> inserted_by(const reference::Event& event, std::size_t tokens) {
  Range range;
  if (const auto* prefill = std::get_if<reference::PrefillEvent>(&event)) {
    range = {prefill->first, prefill->last};
  } else if (const auto* update = std::get_if<reference::UpdateEvent>(&event)) {
    range = {update->first, update->last};
  } else {
    return std::nullopt;
  }
  if (range.first < 1 || range.first > range.last || range.last >= tokens) {
    throw Error(ErrorKind::bad_input, "the events insert positions " + std::to_string(range.first) +
                                          ".." + std::to_string(range.last) +
                                          ", which are not in the stream");
  }
  return range;
}

std::size_t record_of_segment(const reference::EventFile& file, std::uint64_t segment) {
  for (std::size_t i = 0; i < file.records.size(); ++i) {
    const auto* score = std::get_if<reference::ScoreEvent>(&file.records[i].event);
    if (score != nullptr && score->segment == segment) {
      return i;
    }
  }
  throw Error(ErrorKind::bad_input,
              "the events have no segment " + std::to_string(segment) + " on this rank");
}

// Inserts ranges: what joins up from position 1 in one bulk, the rest (a repeated tail) as it came.
void insert_all(const std::vector<Range>& ranges, std::span<const std::uint16_t> tokens,
                reference::NgramCache& tables) {
  std::uint64_t end = 0;
  std::vector<Range> repeats;
  for (const Range& range : ranges) {
    if (range.first == end + 1) {
      end = range.last;
    } else {
      repeats.push_back(range);
    }
  }
  if (end != 0) {
    tables.prefill(tokens, end);
  }
  for (const Range& range : repeats) {
    tables.update(tokens, range.first, range.last);
  }
}

}  // namespace

ReplayedState replay_before_segment(const reference::EventFile& file, std::uint64_t segment,
                                    std::span<const std::uint16_t> tokens,
                                    const reference::CacheConfig& cache,
                                    const reference::DigestKey& key) {
  const std::size_t target = record_of_segment(file, segment);
  ReplayedState state;
  state.tables = reference::make_ngram_cache(cache, key);
  for (std::size_t i = 0; i < target; ++i) {
    if (std::holds_alternative<reference::CheckpointEvent>(file.records[i].event)) {
      state.checkpoint = i;
    }
  }
  std::vector<Range> before;
  const std::size_t start = state.checkpoint.value_or(0);
  for (std::size_t i = 0; i < start; ++i) {
    if (const auto range = inserted_by(file.records[i].event, tokens.size())) {
      before.push_back(*range);
    }
  }
  insert_all(before, tokens, *state.tables);
  if (state.checkpoint) {
    const auto& told = std::get<reference::CheckpointEvent>(file.records[start].event);
    state.checkpoint_agrees = told.root == reference::fingerprint(*state.tables, key).root;
  }
  for (std::size_t i = start; i < target; ++i) {
    if (const auto range = inserted_by(file.records[i].event, tokens.size())) {
      state.tables->update(tokens, range->first, range->last);
      ++state.steps;
    }
  }
  return state;
}

}  // namespace verifier
