// SPDX-License-Identifier: Apache-2.0
#include <string>

#include "tests/fuzz/fuzz_target.h"
#include "verifier/source/source_gather.h"
#include "verifier/submission/submission_reader.h"

// Any bytes as the entry point, beside a sibling that it may load.
void pgolf_test::fuzz_one(std::string_view bytes) {
  verifier::SubmissionSource source;
  source.name = "2026-04-01_Fuzz";
  source.location = "records/track_10min_16mb/2026-04-01_Fuzz";
  source.files = {{"sibling.py", "100644", "x = 1\n", std::nullopt},
                  {"train_gpt.py", "100644", std::string(bytes), std::nullopt}};
  (void)verifier::gather_source(source, verifier::read_submission(source));
}
