// SPDX-License-Identifier: Apache-2.0
// What the checks of our own event files have in common: every seed of the rerun is judged, the
// worst stands, and an invariant that was not evaluated never passes (causality-audit.md section
// 2).
#pragma once

#include <string>
#include <vector>

#include "verifier/checks/check.h"

namespace verifier {

// The breach of one invariant; null where it was kept.
const InvariantBreach* breach_of(const EventAudit& audit, const std::string& invariant);

// "I3 broken 62 times, first on rank 7, segment 12, positions 65 to 128: ..."
std::string breach_text(const InvariantBreach& breach);

// "seed 1337"
std::string seed_of(const RerunRun& run);

// Judges every run; the worst finding stands. Not run where there is no rerun.
using RunJudge = Finding (*)(const CheckInput& input, const RerunRun& run);
Finding judge_runs(const CheckInput& input, RunJudge judge_run);

// What stands for a run whose audit is missing: not run where nobody made it, else inconclusive,
// "not-audited".
Finding without_audit(const RerunRun& run, const Failure& failure);

// The invariants of a list that were not evaluated, comma separated; empty where all were.
std::string unchecked(const std::vector<std::string>& checked,
                      const std::vector<std::string>& invariants);

// Judges each run's audit by `judge_audit`. A pass where one of `invariants` was not evaluated
// becomes inconclusive, "not-all-checked"; unreadable events are inconclusive, "events-unreadable".
using AuditJudge = Finding (*)(const RerunRun& run, const EventAudit& audit);
Finding judge_events(const Evidence& evidence, const std::vector<std::string>& invariants,
                     AuditJudge judge_audit);

}  // namespace verifier
