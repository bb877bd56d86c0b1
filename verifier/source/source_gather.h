// SPDX-License-Identifier: Apache-2.0
// Reads the entry point of a submission without running it: sizes, wrappers, helper files, extra
// code, signs. A pure function of the files' bytes.
#pragma once

#include "verifier/base/result.h"
#include "verifier/evidence/source_evidence.h"
#include "verifier/submission/submission_reader.h"

namespace verifier {

// Never fails for what a submitter wrote: what cannot be read is `readable == false` with reason
// and place. Fails (bad_input, "no-script") where the folder has no Python script.
Result<SourceEvidence> gather_source(const SubmissionSource& source, const Submission& submission);

}  // namespace verifier
