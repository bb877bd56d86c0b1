// SPDX-License-Identifier: Apache-2.0
#include <string>

#include "tests/fuzz/fuzz_target.h"
#include "verifier/submission/submission_reader.h"

// Any bytes as a train log, beside a second one of the same bytes in a sub-folder.
void pgolf_test::fuzz_one(std::string_view bytes) {
  verifier::SubmissionSource source;
  source.name = "2026-04-01_Fuzz";
  source.location = "records/track_10min_16mb/2026-04-01_Fuzz";
  source.files = {{"logs/seed42.txt", "100644", std::string(bytes), std::nullopt},
                  {"train_seed42.log", "100644", std::string(bytes) + "\n", std::nullopt}};
  (void)verifier::read_submission(source);
}
