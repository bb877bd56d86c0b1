// SPDX-License-Identifier: Apache-2.0
// Mean and standard deviations of a few scores (statistics.md section 1). Numbers in, numbers out.
#pragma once

#include <span>

namespace verifier::statistics {

// At least one value.
double mean(std::span<const double> values);

// Divisor n-1; at least two values. The only form that a test may use.
double sample_deviation(std::span<const double> values);

// Divisor n; at least one value.
double population_deviation(std::span<const double> values);

}  // namespace verifier::statistics
