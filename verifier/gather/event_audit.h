// SPDX-License-Identifier: Apache-2.0
// Reads a run's event files back and holds them against the invariants of causality-audit.md
// section 2. The files are never trusted: coverage, insertions, digests, roots and scores are
// recomputed from the tokens and the recipe's own cache configuration.
#pragma once

#include <filesystem>
#include <functional>
#include <span>
#include <string>

#include "verifier/base/result.h"
#include "verifier/evidence/evidence.h"
#include "verifier/gather/recipe_view.h"
#include "verifier/gather/score_replay.h"

namespace verifier {

struct AuditInput {
  std::filesystem::path folder;           // holds events-<rank>.bin
  std::span<const std::uint16_t> tokens;  // x[0..T]
  RecipeView recipe;
  std::uint32_t world_size = 1;
  std::string event_root;  // what the run record says, empty where there is none
  std::string key;         // 32 bytes, the digest key the judge drew
  std::string salt;        // 32 bytes
  // Sees every segment that could be scored again, in (rank, event) order; may be empty.
  std::function<void(const SegmentReplay&)> on_scored;
};

// Fails (bad_input) when a file is absent or malformed; broken invariants are data in the result.
Result<EventAudit> audit_events(const AuditInput& input);

}  // namespace verifier
