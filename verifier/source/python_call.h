// SPDX-License-Identifier: Apache-2.0
// What a call stands for when nothing is run: the decoders of packed scripts, paths and files of
// the folder, conversions, reads of the environment.
#pragma once

#include <optional>
#include <string_view>

#include "verifier/source/python_value.h"

namespace verifier {

PyValue call_value(PyEvaluator& evaluator, PyId call);

// Constants of Python's lzma module by their dotted name.
std::optional<double> lzma_constant(std::string_view dotted);

}  // namespace verifier
