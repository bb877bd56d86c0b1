// SPDX-License-Identifier: Apache-2.0
// Decimal numbers as submitters write them, with the precision they were written at
// (submission-formats.md section 2: a claim is exact to half a unit of its last digit).
#pragma once

#include <optional>
#include <string_view>

#include "verifier/submission/submission.h"

namespace verifier {

// The length of the number that `text` starts with: [-+]?digits[.digits][e[-+]digits]; 0 for none.
std::size_t number_length(std::string_view text);

// The number that is the whole of `text`; empty where it is none, or not finite.
std::optional<Decimal> parse_decimal(std::string_view text);

// Half a unit of the last digit that was written.
double half_unit(const Decimal& number);

}  // namespace verifier
