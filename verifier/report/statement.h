// SPDX-License-Identifier: Apache-2.0
// The statement of a report as its reader sees it: parsed from the very bytes that were signed,
// strictly, with every field the specification requires (report specification, sections 2, 3 and
// 5). Whatever is shown to people is made from this, so a page can say nothing that was not signed.
// Members a later minor version adds are ignored; an unknown status counts as not run.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "verifier/base/result.h"
#include "verifier/checks/finding.h"

namespace verifier {

inline constexpr std::string_view kStatementType = "https://in-toto.io/Statement/v1";
inline constexpr std::string_view kPredicateType =
    "https://verify.example/predicates/verification-report/v1";

// An in-toto ResourceDescriptor: something named by digest.
struct Descriptor {
  std::string name;
  std::string sha256;
  std::optional<std::uint64_t> bytes;
  bool stored = false;  // its bytes lie in evidence/ beside the report
  std::string absent;   // why the thing does not exist; the digest is then of a note that says so
};

struct StatementCheck {
  Finding finding;
  std::string rule_title;
  std::string rule_from;  // first day in force
  bool waived = false;
};

struct StatementRun {
  std::uint64_t seed = 0;
  std::string seed_source;
  std::string termination;
  std::int64_t exit_code = 0;
  std::uint64_t train_ns = 0;
  std::uint64_t eval_ns = 0;
  std::optional<double> val_bpb;
  std::string score_label;
  std::string profile;
  std::vector<std::string> not_implemented;
  std::vector<std::pair<std::string, std::string>> scaled;  // field -> "full -> used"
};

// One test of the claimed runs against a record (predicate.statistics.tests); what the statement
// leaves out is absent.
struct StatementTest {
  std::string rule;
  std::string reading;  // "in-force" or "other"
  std::string status;
  std::string reason;
  std::optional<double> gain;
  std::optional<double> p;
  std::optional<double> alpha;
  std::optional<double> smallest_passing_gain;
  std::optional<double> power;       // of a test like this one ...
  std::optional<double> power_gain;  // ... where the true gain is this
};

struct StatementStatistics {
  std::string reference;  // name of the record compared with
  std::string absent;     // why nothing was compared
  std::vector<StatementTest> tests;
};

struct Counts {
  std::uint64_t pass = 0;
  std::uint64_t fail = 0;
  std::uint64_t inconclusive = 0;
  std::uint64_t not_run = 0;
  bool operator==(const Counts&) const = default;
};

struct Summary {
  std::string status;
  std::int64_t exit_code = 0;
  Counts counts;
  std::string facts_digest;
  std::int64_t started_seconds = 0;
  std::int64_t finished_seconds = 0;
  std::uint64_t attempt = 1;
  std::vector<std::string> previous_attempts;
  std::string folder;  // the submission's folder name, where it was stated
};

struct Policy {
  std::string rules_name;
  std::string rules_sha256;
  std::vector<std::string> required;
  std::string stage;  // empty where it was not stated
  std::string date;   // the day whose rules were applied
  std::string track;
  std::size_t waivers = 0;
};

struct VerifierIdentity {
  std::string id;
  std::string version;
  std::string binary_sha256;
  std::string source_uri;
  std::string source_commit;
};

struct Statement {
  std::string payload_sha256;     // of the very bytes that were read
  std::string submission_sha256;  // of the canonical manifest
  VerifierIdentity verifier;
  Policy policy;
  std::string nonce_commitment;
  std::string nonce_value;
  std::vector<StatementCheck> checks;
  std::vector<StatementRun> runs;
  std::optional<StatementStatistics> statistics;
  Summary summary;
  std::vector<Descriptor> descriptors;  // every one that the predicate names, in order of pointer
  std::string computed_facts_digest;    // of policy, inputs and static checks as they stand here
  bool canonical = false;               // the payload is its own canonical form
};

// Reads a payload. A Failure's reason is the step that refused it: "json", "statement-type",
// "predicate-type", "schema".
Result<Statement> read_statement(std::string_view payload);

// The findings of a statement's checks, and the verdict and counts that follow from them.
std::vector<Finding> findings_of(const Statement& statement);
Verdict verdict_of(const Statement& statement);
Counts count(const std::vector<Finding>& findings);

}  // namespace verifier
