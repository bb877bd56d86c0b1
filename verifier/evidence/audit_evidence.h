// SPDX-License-Identifier: Apache-2.0
// What the audits of one run showed: its event files read back, its cache and its future
// questioned, its scores summed over the vocabulary, its tokens coded and decoded. Types and their
// JSON, no I/O.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

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
  std::string digest_set;                 // what the running digest covers: "all" or "shared"
  std::vector<std::string> checked;       // invariants that were really evaluated
  std::vector<InvariantBreach> breaches;  // ordered by invariant
  std::vector<EvidenceItem> files;
};

// Whether anything depends on its own or a later token (causality-audit.md section 3): the cache
// questioned at many positions, and the whole run repeated over a stream with another future.
struct PrefixAudit {
  std::uint64_t perturbations = 0;        // of the cache alone
  std::uint64_t rows = 0;                 // whole distributions compared
  std::uint64_t scores_compared = 0;      // of the cache alone
  std::uint64_t perturbed_from = 0;       // t of the repeated run; 0 where it was not made
  std::uint64_t run_scores_compared = 0;  // network and loop included
  std::vector<std::string> checked;       // of I9, I10, I11
  std::vector<InvariantBreach> breaches;  // ordered by invariant
  std::vector<EvidenceItem> files;
};

// Z over the vocabulary at every position's first scoring (ngram-cache.md section 7).
struct NormalizationAudit {
  std::uint64_t positions = 0;
  std::uint64_t bytes = 0;  // of those positions
  double z_least = 0;
  double z_median = 0;
  double z_mean = 0;
  double z_most = 0;
  double share_above = 0;      // of positions with Z above 1.01
  double once_nats = 0;        // claimed, first scorings alone
  double normalized_nats = 0;  // once + sum of ln Z
  std::vector<EvidenceItem> files;
};

// The first tokens of the stream written as a code and read back by a receiver that has the
// artifact and the code alone.
struct DecodingAudit {
  std::uint64_t positions = 0;
  double claimed_bits = 0;     // sum of -log2 of the claimed scores
  double normalized_bits = 0;  // sum of -log2 of score / Z
  std::uint64_t coded_bits = 0;
  std::uint64_t claims_unlike_rows = 0;  // scores that are not their row's own entry
  bool decoded = false;                  // the receiver got every token back
  std::string reason;                    // why not
  std::vector<EvidenceItem> files;
};

nlohmann::json item_to_json(const EvidenceItem& item);
EvidenceItem item_from_json(const nlohmann::json& value, const std::string& where);

// Each reader throws Error{bad_input} that names what is wrong.
nlohmann::json event_audit_to_json(const EventAudit& audit);
EventAudit event_audit_from_json(const nlohmann::json& value, const std::string& where);
nlohmann::json prefix_audit_to_json(const PrefixAudit& audit);
PrefixAudit prefix_audit_from_json(const nlohmann::json& value, const std::string& where);
nlohmann::json normalization_to_json(const NormalizationAudit& audit);
NormalizationAudit normalization_from_json(const nlohmann::json& value, const std::string& where);
nlohmann::json decoding_to_json(const DecodingAudit& audit);
DecodingAudit decoding_from_json(const nlohmann::json& value, const std::string& where);

}  // namespace verifier
