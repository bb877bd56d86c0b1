// SPDX-License-Identifier: Apache-2.0
// The state in which a rank stood before one of its segments, made again from the nearest
// checkpoint (causality-audit.md 4.5): everything inserted before the checkpoint goes in at once
// and must give the checkpoint's own root, what came after it step by step.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>

#include "reference_impl/ngram/ngram_cache.h"
#include "reference_impl/record/event_file.h"

namespace verifier {

struct ReplayedState {
  std::unique_ptr<reference::NgramCache> tables;
  std::optional<std::size_t> checkpoint;  // its record; none: from the empty cache
  bool checkpoint_agrees = true;          // its root is that of the tokens
  std::uint64_t steps = 0;                // insertions made one by one
};

// Throws Error{bad_input} where the file has no SCORE of that segment or inserts what is not in the
// stream.
ReplayedState replay_before_segment(const reference::EventFile& file, std::uint64_t segment,
                                    std::span<const std::uint16_t> tokens,
                                    const reference::CacheConfig& cache,
                                    const reference::DigestKey& key);

}  // namespace verifier
