// SPDX-License-Identifier: Apache-2.0
// What became known about a submission beyond its own words. Each kind is a value or the reason why
// there is none (Result). Written once by gather/, never edited, no I/O here; round-trips through
// JSON, so that anybody can judge again years later without a GPU.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "reference_impl/record/run_record.h"
#include "verifier/base/result.h"

#include <nlohmann/json_fwd.hpp>

namespace verifier {

// Bytes named by digest: a ResourceDescriptor of the report.
struct EvidenceItem {
  std::string name;
  std::string sha256;
  std::uint64_t bytes = 0;
};

// One broken invariant of causality-audit.md section 2, with the first place it broke.
struct InvariantBreach {
  std::string invariant;      // "I1" .. "I12"
  std::uint64_t count = 0;    // how often
  std::uint64_t rank = 0;     // of the first breach
  std::uint64_t segment = 0;  // of the first breach
  std::uint64_t first = 0;    // positions concerned at the first breach
  std::uint64_t last = 0;
  std::string what;
};

// What reading one run's event files back showed; the files are never trusted, everything here was
// recomputed from them and from the tokens.
struct EventAudit {
  std::uint64_t positions = 0;           // T
  std::uint64_t scorings = 0;            // scored positions over all SCORE events
  std::uint64_t positions_scored = 0;    // distinct
  std::uint64_t rescored_positions = 0;  // distinct positions scored more than once
  std::uint64_t first_rescored = 0;      // 0 where none
  std::uint64_t last_rescored = 0;
  std::uint64_t most_scorings = 0;        // of one position
  std::uint64_t scored_after_insert = 0;  // scorings of positions that were already inserted
  bool updates_between_repeats = false;   // a repeated position was inserted before its repeat
  std::vector<std::string> checked;       // invariants that were really evaluated
  std::vector<InvariantBreach> breaches;  // ordered by invariant
  std::vector<EvidenceItem> files;
};

// One seed, trained and evaluated by the reference.
struct RerunRun {
  reference::RunRecord train;
  reference::RunRecord evaluate;
  std::int64_t exit_code = 0;
  std::uint64_t train_wall_ns = 0;  // the judge's own clock around the process
  std::uint64_t eval_wall_ns = 0;
  Result<EventAudit> audit = Failure{ErrorKind::internal, "not-gathered", "not gathered"};
  std::vector<EvidenceItem> files;  // log, records
};

// A second evaluation of one run's artifact.
struct ReplayEvidence {
  std::uint64_t seed = 0;
  std::string first_event_root;
  std::string second_event_root;
  double first_sum_nats = 0;
  double second_sum_nats = 0;
  std::vector<EvidenceItem> files;
};

struct RerunEvidence {
  std::string profile;  // "smoke" or "official"
  bool full_scale = false;
  std::vector<RerunRun> runs;
  Result<ReplayEvidence> replay = Failure{ErrorKind::internal, "not-gathered", "not gathered"};
};

struct Evidence {
  Result<RerunEvidence> rerun = Failure{ErrorKind::internal, "not-gathered", "not gathered"};
};

nlohmann::json evidence_to_json(const Evidence& evidence);
// Throws Error{bad_input} that names what is wrong.
Evidence evidence_from_json(const nlohmann::json& json, const std::string& where);

}  // namespace verifier
