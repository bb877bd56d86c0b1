// SPDX-License-Identifier: Apache-2.0
// Runs a submission's recipe again through the reference: each seed is trained and evaluated in its
// own processes, the event files are audited, and one evaluation is repeated. Finished parts of a
// run that was killed are used again; everything named in the result lies in the evidence store.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "verifier/base/progress.h"
#include "verifier/base/result.h"
#include "verifier/evidence/evidence.h"
#include "verifier/gather/evidence_store.h"
#include "verifier/gather/launch.h"

namespace verifier {

struct RerunPlan {
  std::filesystem::path recipe;
  std::vector<std::uint64_t> seeds;
  std::string profile;         // "smoke" or "official"
  std::filesystem::path data;  // folder of shards
  std::filesystem::path work;  // scratch that survives a killed run
  Programs programs;
};

// Fails with the player's reason when the first seed cannot be trained or evaluated at all; a bad
// recipe or shard is ErrorKind::bad_input.
Result<RerunEvidence> gather_rerun(const RerunPlan& plan, const EvidenceStore& store,
                                   const Progress& progress);

}  // namespace verifier
