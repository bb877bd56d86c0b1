// SPDX-License-Identifier: Apache-2.0
// Which window scores which positions, and which rank owns it (ngram-cache.md sections 2 and 4.1).
// Arithmetic only, exactly as the submissions do it, tail windows and their repeats included.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "reference_impl/base/error.h"
#include "reference_impl/ngram/cache_config.h"

namespace reference {

// A rank would have to insert tokens beyond the end of the stream before its first score: it starts
// in the tail, and this variant does not clamp.
class PrefillOutOfRange : public Error {
 public:
  explicit PrefillOutOfRange(const std::string& message) : Error(ErrorKind::bad_input, message) {}
};

// Targets are 1..targets; windows start at 0, stride, 2*stride, ... As the submissions have it, the
// windows of the tail score and insert the last positions again and again; in strict mode
// (`score_once`) a window takes only what no earlier one took, and windows left with nothing have
// no segment and belong to no rank.
struct Geometry {
  std::uint64_t targets = 0;
  std::uint32_t seq_len = 2048;
  std::uint32_t stride = 64;
  bool score_once = false;
};

// Throws Error{bad_input} for numbers that make no windows.
void check_geometry(const Geometry& geometry);

std::uint64_t window_count(const Geometry& geometry);
// Windows that do not reach beyond the last target; the tail is what comes after them.
std::uint64_t full_window_count(const Geometry& geometry);

// One window and the closed range of positions it scores: its segment.
struct Segment {
  std::uint64_t start = 0;      // stream position of the window's first input token
  std::uint32_t length = 0;     // input tokens
  std::uint32_t first_row = 0;  // offset whose prediction is the first one scored
  std::uint64_t first = 0;      // first scored position: start + first_row + 1
  std::uint64_t last = 0;       // last scored position: start + length
  bool full = false;
};
// In strict mode only for windows that have a segment.
Segment segment_of(const Geometry& geometry, std::uint64_t window);

// The last position that windows before this one have scored, 0 before the first window. A position
// at or below it has been scored before.
std::uint64_t covered_before(const Geometry& geometry, std::uint64_t window);

// The windows first..end-1 of one rank. The split is over all windows, in strict mode too.
struct WindowRange {
  std::uint64_t first = 0;
  std::uint64_t end = 0;
};
WindowRange windows_of_rank(const Geometry& geometry, std::uint32_t rank, std::uint32_t world_size);

// The last position a rank inserts before its first score; none for rank 0 and for a rank without
// windows. Throws PrefillOutOfRange.
std::optional<std::uint64_t> prefill_end(const Geometry& geometry, const CacheConfig& cache,
                                         std::uint32_t rank, std::uint32_t world_size);

// How often positions are scored over all windows.
struct Coverage {
  std::uint64_t scorings = 0;
  std::uint64_t scored_once_or_more = 0;
  std::uint64_t never_scored = 0;
  std::uint64_t scored_more_than_once = 0;
  std::uint64_t most_scorings = 0;
};
Coverage coverage_of(const Geometry& geometry);

}  // namespace reference
