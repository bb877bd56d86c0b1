// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <set>

#include "reference_impl/evaluation/synthetic_model.h"
#include "verifier/gather/cache_probe.h"

namespace verifier {

std::vector<std::uint64_t> probe_places(const reference::Geometry& geometry, std::uint32_t rank,
                                        std::uint32_t world_size, std::uint64_t seed,
                                        std::size_t limit) {
  const reference::WindowRange windows = reference::windows_of_rank(geometry, rank, world_size);
  if (windows.first == windows.end) {
    return {};
  }
  const std::uint64_t first = reference::segment_of(geometry, windows.first).first;
  const std::uint64_t last = reference::segment_of(geometry, windows.end - 1).last;
  std::set<std::uint64_t> places;
  const auto take = [&](std::uint64_t t) {
    if (t >= std::max<std::uint64_t>(first, 2) && t <= last && places.size() < limit) {
      places.insert(t);
    }
  };
  for (const std::uint64_t t : {first, first + 1, first + 2, last, last - 1, last - 63}) {
    take(t);
  }
  for (std::uint64_t draw = 0; places.size() < limit && draw < 4 * limit; ++draw) {
    const std::uint64_t drawn = reference::mix64(seed + draw);
    const reference::Segment segment =
        reference::segment_of(geometry, windows.first + drawn % (windows.end - windows.first));
    switch (draw % 3) {
      case 0:
        take(segment.first);
        take(segment.first + 1);
        break;
      case 1:
        take(segment.last);
        take(segment.last + 1);
        break;
      default:
        take(segment.first + (drawn >> 32U) % (segment.last - segment.first + 1));
    }
  }
  return {places.begin(), places.end()};
}

}  // namespace verifier
