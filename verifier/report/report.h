// SPDX-License-Identifier: Apache-2.0
// A report before it is written: everything the statement says, as plain values. The clock, the
// random nonce, the host and the command line were read by main. The same report gives the same
// bytes (report specification, sections 2 to 5).
// What does not exist in a run (no tokenizer was read, no container image) is named by the digest
// of a note that says so, so that no field is empty and none claims anything.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "verifier/checks/check.h"
#include "verifier/checks/finding.h"
#include "verifier/evidence/evidence.h"
#include "verifier/rulebook/rulebook.h"
#include "verifier/submission/submission.h"

#include <nlohmann/json_fwd.hpp>

namespace verifier {

// The program that judges.
struct VerifierFacts {
  std::string version;
  EvidenceItem binary;        // the running executable
  std::string source_uri;     // of its repository; "unknown" is written where it is empty
  std::string source_commit;  // empty where the build does not know it
};

// Documents about the host, stored as evidence. One without a digest is reported as absent.
struct HostDocuments {
  EvidenceItem hardware;
  EvidenceItem software;
  EvidenceItem sandbox;
  EvidenceItem image;
  std::uint64_t clock_uncertainty_ns = 0;
};

struct Report {
  Submission submission;
  Rulebook rulebook;
  Evidence evidence;
  std::vector<Finding> findings;  // as well_formed() leaves them
  Stage stage = Stage::static_only;
  std::string date;  // the day whose rules were applied
  std::string
      date_source;  // why that day: "--date", "first commit", "claim", "today"; may be empty
  VerifierFacts verifier;
  HostDocuments host;
  std::string nonce;                 // 32 random bytes
  std::int64_t started_seconds = 0;  // since 1970
  std::int64_t finished_seconds = 0;
  std::uint64_t attempt = 1;
  std::vector<std::string> previous_attempts;  // digests of earlier reports, oldest first
  std::string seed_source;                     // who chose the seeds of the runs: "recipe"
  std::vector<std::string> stored;             // digests whose bytes lie in evidence/, any order
};

// A small file that the statement names and that must be put into the evidence store.
struct Document {
  std::string name;
  std::string bytes;
};

// Findings sorted by id, with a margin and a tolerance beside every pass and fail. One that the
// schema would refuse (a pass without a measurement, a number that is not finite) is a bug of ours
// and becomes inconclusive with reason "verifier-error".
std::vector<Finding> well_formed(std::vector<Finding> findings);

// Aggregate over the findings and the stage's required checks.
Verdict verdict_of(const Report& report);

// The in-toto Statement v1; its canonical bytes are the payload.
nlohmann::json statement_json(const Report& report);

// canonical_json(statement_json(report)).
std::string statement_text(const Report& report);

// What statement_json names and nobody else has stored: the shard lists, the evidence as JSON, the
// schema.
// (The note about something absent needs no file: name and reason in its descriptor are the note.)
std::vector<Document> documents_of(const Report& report);

}  // namespace verifier
