// SPDX-License-Identifier: Apache-2.0
// What one check found, and the one function that turns findings into a verdict
// (report-and-signing.md section 5).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "verifier/evidence/evidence.h"
#include "verifier/submission/submission.h"

namespace verifier {

enum class Status { pass, fail, inconclusive, not_run };
std::string_view to_string(Status status);  // "pass", "fail", "inconclusive", "not-run"

// Integers are exact up to 2^53-1, which every quantity here is below.
struct Quantity {
  double value = 0;
  std::string unit;
};

struct Limit {
  std::string op;  // "<=", ">=", "=="
  double value = 0;
  std::string unit;
};

struct Finding {
  std::string check;  // id
  int version = 1;
  std::string severity;  // "gating" or "advisory"
  std::string method;    // "static", "log", "probe", "rerun", "statistical"
  Status status = Status::not_run;
  std::string reason;   // of the check's closed list
  std::string rule;     // JSON pointer into the rules file, empty where no rule is in force
  std::string rule_id;  // for people
  std::optional<Quantity> measured;
  std::optional<Limit> limit;
  std::optional<double> margin;     // signed distance to the limit, positive is good
  std::optional<double> tolerance;  // in the limit's unit
  std::vector<EvidenceItem> evidence;
  std::vector<Origin> origins;  // where to look, best first
  std::string message;          // found, expected, where
  std::string remedy;           // what to do, empty where there is nothing to do
  std::string unsettled;        // the other reading of the rule
};

enum class Verdict { pass, fail, inconclusive };
std::string_view to_string(Verdict verdict);
int exit_code(Verdict verdict);  // 0, 1, 2

// Aggregation over gating checks. `required` ids that are absent, and no gating check at all, make
// the verdict inconclusive.
Verdict decide(const std::vector<Finding>& findings, const std::vector<std::string>& required);

}  // namespace verifier
