// SPDX-License-Identifier: Apache-2.0
// Known faults of byte accounting (rule F3). Each makes the validation text longer by a factor of
// its own, by which it is recognised and the score corrected without a rerun: true val_bpb =
// claimed x wrong bytes / right bytes.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace verifier {

struct ByteFault {
  std::string_view name;  // what is counted wrong
  double low = 0;         // the factor lies between these
  double high = 0;
};

// The fault that lengthens the text by this factor; null where none is known for it.
const ByteFault* fault_of(double factor);

// "; the factor 1.177 is that of ..., and the corrected val_bpb is 1.2168"; the fault's name is
// left out where none is known.
std::string correction(double factor, double val_bpb);

}  // namespace verifier
