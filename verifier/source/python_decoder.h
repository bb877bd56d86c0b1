// SPDX-License-Identifier: Apache-2.0
// The decoders that a packed script calls, by their dotted names and with the arguments it gives.
#pragma once

#include <optional>
#include <string>

#include "verifier/source/python_value.h"

namespace verifier {

// Nothing where the call is to no decoder that is known; unknown, with the reason, where it is and
// its bytes cannot be had.
std::optional<PyValue> decoder_value(PyEvaluator& evaluator, PyId call, const std::string& dotted);

}  // namespace verifier
