// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/base/error.h"
#include "reference_impl/tokens/shard.h"
#include "tests/fuzz/fuzz_target.h"
#include "verifier/base/result.h"

// Any bytes as a token shard, which is refused with bad_input and nothing else.
void pgolf_test::fuzz_one(std::string_view bytes) {
  try {
    (void)reference::parse_shard(bytes, "fineweb_val_000000.bin");
  } catch (const reference::Error& error) {
    verifier::require(error.kind() == reference::ErrorKind::bad_input, error.what());
  }
}
