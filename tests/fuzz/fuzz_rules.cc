// SPDX-License-Identifier: Apache-2.0
#include "tests/fuzz/fuzz_target.h"
#include "verifier/base/result.h"
#include "verifier/checks/check.h"
#include "verifier/rulebook/rulebook.h"

// Any bytes as a rules file, which is refused with bad_input and nothing else.
void pgolf_test::fuzz_one(std::string_view bytes) {
  try {
    (void)verifier::rulebook_from_text(bytes, "fuzz.json", verifier::check_params());
  } catch (const verifier::Error& error) {
    verifier::require(error.kind() == verifier::ErrorKind::bad_input, error.what());
  }
}
