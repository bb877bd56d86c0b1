// SPDX-License-Identifier: Apache-2.0
// Which of a folder's logs are the runs that make up its claim, and under which seeds
// (submission-formats.md, section 3 "Seed", 3.4 rule 4, and 3.5).
#pragma once

#include "verifier/submission/submission.h"

namespace verifier {

// Sets every log's seed, the run set, and the final scores where the runs end on different labels.
// Two runs of one seed in the set are a defect.
void settle_runs(Submission& submission);

}  // namespace verifier
