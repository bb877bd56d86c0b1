// SPDX-License-Identifier: Apache-2.0
// Evidence of an honest rerun, and its parts to change.
#pragma once

#include "verifier/evidence/evidence.h"

namespace pgolf_test {

// One seed at the smoke profile: every invariant checked and kept, 10,000 positions scored once,
// one score that holds the byte relation, a replay that is identical.
verifier::Evidence honest_rerun();

// The parts that tests change.
verifier::RerunEvidence& rerun_of(verifier::Evidence& evidence);
verifier::EventAudit& audit_of(verifier::Evidence& evidence);  // of the first run
reference::Score& score_of(verifier::Evidence& evidence);      // the first of the first run

// Evidence that says why there was no rerun.
verifier::Evidence no_rerun(const std::string& reason);

}  // namespace pgolf_test
