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

// Judges each run's audit by `judge_audit`. A pass where one of `invariants` was not evaluated
// becomes inconclusive, "not-all-checked"; unreadable events are inconclusive, "events-unreadable".
using AuditJudge = Finding (*)(const RerunRun& run, const EventAudit& audit);
Finding judge_events(const Evidence& evidence, const std::vector<std::string>& invariants,
                     AuditJudge judge_audit);

}  // namespace verifier
