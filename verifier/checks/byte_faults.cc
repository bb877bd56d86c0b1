// SPDX-License-Identifier: Apache-2.0
#include "verifier/checks/byte_faults.h"

#include <algorithm>
#include <array>

#include "verifier/base/numbers.h"

namespace verifier {
namespace {

// Factors as found in PRs 1184 and 1289, 2138, and the GatedDeltaNet family (1545 to 1734).
constexpr std::array<ByteFault, 3> kFaults = {{
    {"byte-fallback pieces counted as three bytes", 1.035, 1.05},
    {"the bytes of transformed text, with its markers, in place of the raw text", 1.08, 1.10},
    {"the leading space of a word counted in the table and again in the loop", 1.16, 1.185},
}};

}  // namespace

const ByteFault* fault_of(double factor) {
  const auto* found = std::find_if(kFaults.begin(), kFaults.end(), [&](const ByteFault& fault) {
    return factor >= fault.low && factor <= fault.high;
  });
  return found == kFaults.end() ? nullptr : found;
}

std::string correction(double factor, double val_bpb) {
  const ByteFault* fault = fault_of(factor);
  const std::string named = fault == nullptr
                                ? ""
                                : "the factor " + fixed(factor, 4) + " is that of a known fault, " +
                                      std::string(fault->name) + ", and ";
  return "; " + named + "val_bpb corrected for it is " + fixed(val_bpb * factor, 5);
}

}  // namespace verifier
