// SPDX-License-Identifier: Apache-2.0
// What a parameter stands for, by the calls that the text itself makes: known only where all of
// them give it the same.
#pragma once

#include "verifier/source/python_value.h"

namespace verifier {

// `identifier` is a use of the name, `parameters` the list that binds it.
PyValue parameter_value(PyEvaluator& evaluator, PyId identifier, PyId parameters);

}  // namespace verifier
