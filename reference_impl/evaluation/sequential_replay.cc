// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/evaluation/sequential_replay.h"

#include <algorithm>

#include "reference_impl/base/error.h"

namespace reference {

std::map<std::uint64_t, StateFingerprint> sequential_states(
    std::span<const std::uint16_t> tokens, const CacheConfig& cache,
    const ScoreFirstOptions& options, const std::set<std::uint64_t>& after_windows) {
  require(!tokens.empty(), "a replay of no stream");
  const Geometry geometry{.targets = tokens.size() - 1,
                          .seq_len = options.seq_len,
                          .stride = options.stride,
                          .score_once = options.score_once};
  check_geometry(geometry);
  const std::unique_ptr<NgramCache> tables =
      make_ngram_cache(cache, options.audit_key, options.device);
  std::map<std::uint64_t, StateFingerprint> states;
  const std::uint64_t scoring = windows_of_rank(geometry, 0, 1).end;
  std::uint64_t window = 0;
  for (const std::uint64_t stop : after_windows) {
    require(stop <= window_count(geometry), "a replay beyond the last window");
    for (; window < std::min(stop, scoring); ++window) {
      const Segment segment = segment_of(geometry, window);
      tables->update(tokens, segment.first, segment.last);
    }
    if (options.progress) {
      options.progress("sequential state after " + std::to_string(stop) + " windows");
    }
    states.emplace(stop, fingerprint(*tables, options.audit_key));
  }
  return states;
}

}  // namespace reference
