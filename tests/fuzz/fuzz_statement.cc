// SPDX-License-Identifier: Apache-2.0
#include "tests/fuzz/fuzz_target.h"
#include "verifier/report/statement.h"
#include "verifier/report/verification.h"

// Any bytes as the payload of a signed report.
void pgolf_test::fuzz_one(std::string_view bytes) {
  (void)verifier::verify_statement(bytes, {"tree.layout"});
}
