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
#include "verifier/evidence/audit_evidence.h"
#include "verifier/evidence/pull_request.h"
#include "verifier/evidence/source_evidence.h"

#include <nlohmann/json_fwd.hpp>

namespace verifier {

// One seed, trained and evaluated by the reference.
struct RerunRun {
  reference::RunRecord train;
  reference::RunRecord evaluate;
  std::int64_t exit_code = 0;
  std::uint64_t train_wall_ns = 0;  // the judge's own clock around the process
  std::uint64_t eval_wall_ns = 0;
  Result<EventAudit> audit = Failure{ErrorKind::internal, "not-gathered", "not gathered"};
  Result<PrefixAudit> prefix = Failure{ErrorKind::internal, "not-gathered", "not gathered"};
  Result<NormalizationAudit> normalization =
      Failure{ErrorKind::internal, "not-gathered", "not gathered"};
  Result<DecodingAudit> decoding = Failure{ErrorKind::internal, "not-gathered", "not gathered"};
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
  Result<SourceEvidence> source = Failure{ErrorKind::internal, "not-gathered", "not gathered"};
  Result<PullRequest> pull_request = Failure{ErrorKind::internal, "not-gathered", "not gathered"};
  Result<RerunEvidence> rerun = Failure{ErrorKind::internal, "not-gathered", "not gathered"};
};

nlohmann::json evidence_to_json(const Evidence& evidence);
// Throws Error{bad_input} that names what is wrong.
Evidence evidence_from_json(const nlohmann::json& json, const std::string& where);

}  // namespace verifier
