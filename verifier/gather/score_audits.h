// SPDX-License-Identifier: Apache-2.0
// What is asked of a rerun beyond its event files: whether anything depends on the future, what the
// scores sum to, and whether the tokens come back from a code of that length.
#pragma once

#include <filesystem>
#include <span>

#include "reference_impl/tokens/piece_table.h"
#include "verifier/base/progress.h"
#include "verifier/base/result.h"
#include "verifier/evidence/audit_evidence.h"
#include "verifier/gather/event_audit.h"
#include "verifier/gather/launch.h"

namespace verifier {

struct ScoreAuditInput {
  const Programs& programs;
  PlayerRun player;                     // how the run was evaluated; `output` is its folder
  AuditInput events;                    // how its events were audited
  const reference::PieceTable& pieces;  // of the validation tokens
  const Progress& progress;
};

// Questions the cache, and repeats the run over a stream with another future (its own process, in
// a folder beside the run's). The places are drawn from the run's secret key.
Result<PrefixAudit> audit_prefix(const ScoreAuditInput& input);

// Encodes the first tokens with the run's artifact and reads them back, two processes.
Result<DecodingAudit> audit_decoding(const ScoreAuditInput& input);

}  // namespace verifier
