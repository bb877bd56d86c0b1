// SPDX-License-Identifier: Apache-2.0
// Numbers, truths and texts of Python as values: making, computing and comparing them.
#pragma once

#include <optional>
#include <string_view>

#include "verifier/source/python_value.h"

namespace verifier {

PyValue number_value(double number);
PyValue truth_value(bool truth);

// What an integer or float literal stands for.
double parse_number(std::string_view digits);

bool is_number(const PyValue& value);   // or a truth
bool is_textual(const PyValue& value);  // text or bytes

// Nothing where the operation does not apply.
std::optional<double> arithmetic(double left, std::string_view operation, double right);

// Adds the layers and files of one value to another's.
void merge(PyValue& into, const PyValue& from);

// Below, at or above zero as left is to right; both are texts or both are numbers.
int order(const PyValue& left, const PyValue& right);

// `one in all`.
bool holds(const PyValue& all, const PyValue& one);

}  // namespace verifier
