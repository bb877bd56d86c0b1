// SPDX-License-Identifier: Apache-2.0
// Evidence of a plain script that was read whole, and what to change in it.
#pragma once

#include <vector>

#include "tests/support/check_case.h"
#include "verifier/evidence/source_evidence.h"

namespace pgolf_test {

// 50,000 bytes, 1,200 lines, one text with the digest "d1", nothing to look at.
verifier::SourceEvidence plain_source();

// The same, packed: 20,000 bytes that unpack to the plain one (digests "d0" and "d1").
verifier::SourceEvidence packed_source();

// A script that could not be read, at line 2.
verifier::SourceEvidence unreadable_source();

// Puts source evidence into a docket.
verifier::SourceEvidence& put_source(Docket& docket, const verifier::SourceEvidence& source);

// A script that could not be read, no script, no source evidence: for checks of the source.
std::vector<CheckCase> cases_without_source();

}  // namespace pgolf_test
