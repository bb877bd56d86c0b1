// SPDX-License-Identifier: Apache-2.0
// The parts that checks build findings from, so that each check reads as what it decides. judge
// adds what it knows itself: id, severity, rule.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "verifier/checks/check.h"

namespace verifier {

// Findings that measured nothing.
Finding not_run(std::string_view method, std::string_view reason, const std::string& message);
Finding inconclusive(std::string_view method, std::string_view reason, const std::string& message);

// What was measured, against what: the operation is "<=", ">=" or "==".
struct Comparison {
  double value = 0;
  std::string op;
  double limit = 0;
  std::string unit;
};

// Passing and failing findings; evidence is still to be added.
Finding pass(std::string_view method, std::string_view reason, const Comparison& comparison);
Finding fail(std::string_view method, std::string_view reason, const Comparison& comparison);

// Of two findings of one check the one that stands: a fail before an inconclusive before a pass.
Finding worse_of(const Finding& one, const Finding& other);

// Adds files of the submission as evidence, each once; the manifest stands in for an absent file.
void add_evidence(Finding& finding, const Submission& submission,
                  const std::vector<std::string>& paths);
void add_evidence(Finding& finding, const std::vector<EvidenceItem>& items);

// The logs that make up the claim, and their paths.
std::vector<const TrainLog*> runs_of(const Submission& submission);
std::vector<std::string> paths_of(const std::vector<const TrainLog*>& runs);

// Not run because the folder has no log. Where a rerun was made that could have decided at full
// size, the reason is that it was none.
Finding without_log(const CheckInput& input, std::string_view method, bool rerun_could_decide);

// Not run because there is no rerun; the reason is the failure's own where it is a known one.
Finding without_rerun(const Failure& failure, std::string_view method);

// Sentences joined by "; ".
std::string joined_sentences(const std::vector<std::string>& sentences);

}  // namespace verifier
