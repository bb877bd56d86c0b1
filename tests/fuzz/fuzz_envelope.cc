// SPDX-License-Identifier: Apache-2.0
#include "tests/fuzz/fuzz_target.h"
#include "verifier/base/result.h"
#include "verifier/report/envelope.h"

// Any bytes as a report's envelope; what is accepted survives a round trip.
void pgolf_test::fuzz_one(std::string_view bytes) {
  const auto envelope = verifier::read_envelope(bytes, "fuzz.dsse.json");
  if (envelope.ok()) {
    const auto again =
        verifier::read_envelope(verifier::envelope_text(envelope.value()), "again.dsse.json");
    verifier::require(again.ok() && again.value().payload == envelope.value().payload,
                      "an envelope that does not survive a round trip");
  }
}
