// SPDX-License-Identifier: Apache-2.0
#include "verifier/gather/cache_drive.h"

#include <algorithm>
#include <bit>

#include "verifier/base/result.h"

namespace verifier {

// To the bit: a score that moved by one unit in the last place has moved.
bool equal(const reference::CacheScore& one, const reference::CacheScore& other) {
  return std::bit_cast<std::uint64_t>(one.probability) ==
             std::bit_cast<std::uint64_t>(other.probability) &&
         one.matched_order == other.matched_order && one.context_count == other.context_count &&
         one.full_count == other.full_count;
}

bool ScoreList::operator==(const ScoreList& other) const {
  return std::equal(begin(), end(), other.begin(), other.end(), equal);
}

Drive::Drive(const DriveInput& input)
    : input_(input),
      cache_(input.make_cache()),
      windows_(reference::windows_of_rank(input.geometry, input.rank, input.world_size)),
      window_(windows_.first) {
  require(input.neural.size() == input.tokens.size(), "a network number for every position");
  const auto last =
      reference::prefill_end(input.geometry, input.cache, input.rank, input.world_size);
  if (last) {
    cache_->prefill(input_.tokens, *last);
  }
}

reference::Segment Drive::next_segment() const {
  return reference::segment_of(input_.geometry, window_);
}

void Drive::score() {
  const reference::Segment segment = next_segment();
  DrivenSegment driven{segment, cache_->state(), {}};
  const std::size_t count = segment.last - segment.first + 1;
  driven.scores.resize(count);
  cache_->score(input_.tokens, segment.first, input_.neural.subspan(segment.first, count),
                driven.scores);
  trace_.segments.push_back(std::move(driven));
}

void Drive::update() {
  const reference::Segment segment = next_segment();
  cache_->update(input_.tokens, segment.first, segment.last);
  ++window_;
}

}  // namespace verifier
