// SPDX-License-Identifier: Apache-2.0
// What a check is: a pure function of rule, submission and evidence. It reads no file, no clock, no
// environment, and knows no other check. checks.def lists them all; judge() runs them.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "verifier/checks/finding.h"
#include "verifier/evidence/evidence.h"
#include "verifier/rulebook/rulebook.h"
#include "verifier/submission/submission.h"

namespace verifier {

enum class Stage { static_only, probe, rerun };
std::string_view to_string(Stage stage);  // "static", "probe", "rerun"

// How a check takes part (table 5.1 of the report specification).
enum class Weight { required, gating_where_applicable, advisory };

struct CheckInput {
  const Rule& rule;
  const Submission& submission;
  const Evidence& evidence;
  Stage stage = Stage::static_only;
  std::string date;    // the day whose law applies, YYYY-MM-DD
  const Board& board;  // earlier records
};

using CheckFunction = Finding (*)(const CheckInput& input);

// A row of checks.def.
struct CheckEntry {
  std::string_view id;
  Stage first_stage = Stage::static_only;  // the check runs at this stage and every later one
  Weight weight = Weight::required;
  CheckFunction function = nullptr;  // null: this build lacks it, "not-built"
  std::string_view sentence;
  std::span<const RuleParam> params;          // the rule params it reads, all of them required
  std::span<const std::string_view> reasons;  // its closed list of reasons
};

std::span<const CheckEntry> all_checks();
const CheckEntry* find_check(std::string_view id);

// What a rules file is held against: rulebook_from_text(text, name, check_params()).
std::span<const KnownCheck> check_params();

// Reasons that judge itself gives, to any check.
std::span<const std::string_view> common_reasons();

// The ids that must be present for a stage: policy.required of the report, sorted.
std::vector<std::string> required_checks(Stage stage);

// Every check of the stage, sorted by id. `date` selects the rules in force. A check that throws
// becomes inconclusive with reason "verifier-error".
std::vector<Finding> judge(const Rulebook& rulebook, const Submission& submission,
                           const Evidence& evidence, Stage stage, std::string_view date);

}  // namespace verifier
