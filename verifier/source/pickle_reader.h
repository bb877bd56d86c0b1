// SPDX-License-Identifier: Apache-2.0
// A stream of pickles, read and never loaded (security specification, F-04): every import, call and
// id that is not on the list of a plain dictionary of tensors is a finding, also in byte strings
// that are pickles themselves. Ends in time linear in the bytes, whatever they hold.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "verifier/source/pickle_log.h"

namespace verifier {

struct PickleReading {
  std::vector<PickleFinding> findings;
  std::size_t pickles = 0;    // that were read to their end
  std::uint64_t opcodes = 0;  // that were followed, nested pickles left out
};

PickleReading read_pickles(std::string_view bytes, const PickleLimits& limits = {});

// Whether a stream begins with the mark of protocols 2 to 5 (older ones have none).
bool begins_as_pickle(std::string_view bytes);

}  // namespace verifier
