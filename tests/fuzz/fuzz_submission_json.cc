// SPDX-License-Identifier: Apache-2.0
#include <string>

#include "tests/fuzz/fuzz_target.h"
#include "verifier/checks/check.h"
#include "verifier/submission/submission_reader.h"

// Any bytes as submission.json: read, then judged, because findings repeat what was read.
void pgolf_test::fuzz_one(std::string_view bytes) {
  verifier::SubmissionSource source;
  source.name = "2026-04-01_Fuzz";
  source.location = "records/track_10min_16mb/2026-04-01_Fuzz";
  source.files = {{"submission.json", "100644", std::string(bytes), std::nullopt}};
  const verifier::Submission submission = verifier::read_submission(source);
  const verifier::Rulebook no_rules;
  (void)verifier::judge(no_rules, submission, {}, verifier::Stage::static_only, "2026-04-01");
}
