// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/evaluation/geometry.h"

#include <algorithm>
#include <vector>

namespace reference {
namespace {

// floor(count * part / parts) without overflow of the product for any count below 2^32 times parts.
std::uint64_t share(std::uint64_t count, std::uint32_t part, std::uint32_t parts) {
  return count / parts * part + count % parts * part / parts;
}

// The last position of a window: none after it in the window, whatever is scored.
std::uint64_t window_end(const Geometry& geometry, std::uint64_t window) {
  return std::min(geometry.targets, window * geometry.stride + geometry.seq_len);
}

// How many windows have a segment: all, or in strict mode those up to the first that reaches the
// last target.
std::uint64_t scoring_windows(const Geometry& geometry) {
  const std::uint64_t all = window_count(geometry);
  if (!geometry.score_once || geometry.targets <= geometry.seq_len) {
    return geometry.score_once ? 1 : all;
  }
  return std::min(all, (geometry.targets - geometry.seq_len - 1) / geometry.stride + 2);
}

}  // namespace

void check_geometry(const Geometry& geometry) {
  if (geometry.targets == 0 || geometry.seq_len == 0 || geometry.stride == 0) {
    throw Error(ErrorKind::bad_input,
                "windows need at least one target, a seq_len and a stride of at least 1; found " +
                    std::to_string(geometry.targets) + " targets, seq_len " +
                    std::to_string(geometry.seq_len) + ", stride " +
                    std::to_string(geometry.stride));
  }
}

std::uint64_t window_count(const Geometry& geometry) {
  return (geometry.targets - 1) / geometry.stride + 1;
}

std::uint64_t full_window_count(const Geometry& geometry) {
  return geometry.targets < geometry.seq_len
             ? 0
             : (geometry.targets - geometry.seq_len) / geometry.stride + 1;
}

Segment segment_of(const Geometry& geometry, std::uint64_t window) {
  require(window < scoring_windows(geometry), "a window beyond the last one");
  Segment segment;
  segment.start = window * geometry.stride;
  segment.length = static_cast<std::uint32_t>(
      std::min<std::uint64_t>(geometry.seq_len, geometry.targets - segment.start));
  const bool shorter = segment.start == 0 || segment.length <= geometry.stride;
  segment.first_row = shorter ? 0 : segment.length - geometry.stride;
  if (geometry.score_once) {
    const std::uint64_t covered = covered_before(geometry, window);
    const std::uint64_t behind = covered - std::min(covered, segment.start);
    segment.first_row = std::max(segment.first_row, static_cast<std::uint32_t>(behind));
  }
  segment.first = segment.start + segment.first_row + 1;
  segment.last = segment.start + segment.length;
  segment.full = segment.length == geometry.seq_len;
  return segment;
}

std::uint64_t covered_before(const Geometry& geometry, std::uint64_t window) {
  return window == 0 ? 0 : window_end(geometry, window - 1);
}

WindowRange windows_of_rank(const Geometry& geometry, std::uint32_t rank,
                            std::uint32_t world_size) {
  require(rank < world_size, "a rank beyond the world");
  const std::uint64_t windows = window_count(geometry);
  const std::uint64_t scoring = scoring_windows(geometry);
  return {.first = std::min(scoring, share(windows, rank, world_size)),
          .end = std::min(scoring, share(windows, rank + 1, world_size))};
}

std::optional<std::uint64_t> prefill_end(const Geometry& geometry, const CacheConfig& cache,
                                         std::uint32_t rank, std::uint32_t world_size) {
  const WindowRange range = windows_of_rank(geometry, rank, world_size);
  if (rank == 0 || range.first == range.end) {
    return std::nullopt;
  }
  const std::uint64_t overlap =
      geometry.seq_len > geometry.stride ? geometry.seq_len - geometry.stride : 0;
  const std::uint64_t end = range.first * geometry.stride + overlap;
  if (end <= geometry.targets) {
    return end;
  }
  if (cache.variant == CacheVariant::pr806) {
    return geometry.targets;
  }
  throw PrefillOutOfRange("rank " + std::to_string(rank) + " of " + std::to_string(world_size) +
                          " starts at window " + std::to_string(range.first) +
                          " in the tail: it would insert positions up to " + std::to_string(end) +
                          ", the stream ends at " + std::to_string(geometry.targets) +
                          "; use fewer ranks or more tokens");
}

Coverage coverage_of(const Geometry& geometry) {
  Coverage coverage;
  // Only the windows that end at the last target can repeat positions, all in its last stride.
  const std::uint64_t tail = std::min<std::uint64_t>(geometry.stride, geometry.targets);
  std::vector<std::uint64_t> times(tail, 0);
  const std::uint64_t before_tail = geometry.targets - tail;
  const std::uint64_t windows = scoring_windows(geometry);
  for (std::uint64_t window = 0; window < windows; ++window) {
    const Segment segment = segment_of(geometry, window);
    coverage.scorings += segment.last - segment.first + 1;
    coverage.scored_once_or_more +=
        segment.last -
        std::min(segment.last, std::max(segment.first - 1, covered_before(geometry, window)));
    for (std::uint64_t j = std::max(segment.first, before_tail + 1); j <= segment.last; ++j) {
      ++times[j - before_tail - 1];
    }
  }
  coverage.never_scored = geometry.targets - coverage.scored_once_or_more;
  coverage.most_scorings = coverage.scored_once_or_more == 0 ? 0 : 1;
  for (const std::uint64_t count : times) {
    coverage.scored_more_than_once += count > 1 ? 1 : 0;
    coverage.most_scorings = std::max(coverage.most_scorings, count);
  }
  return coverage;
}

}  // namespace reference
