// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/base/error.h"
#include "reference_impl/record/event_file.h"
#include "tests/fuzz/fuzz_target.h"
#include "verifier/base/result.h"

// Any bytes as the event file of a rank, which is refused with bad_input and nothing else.
void pgolf_test::fuzz_one(std::string_view bytes) {
  try {
    (void)reference::read_event_file(bytes, "events-0.bin");
  } catch (const reference::Error& error) {
    verifier::require(error.kind() == reference::ErrorKind::bad_input, error.what());
  }
}
