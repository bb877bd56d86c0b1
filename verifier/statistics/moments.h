// SPDX-License-Identifier: Apache-2.0
// Mean and standard deviations of a few scores (statistics.md sections 1 and 6), in two passes with
// compensated sums; the order of the values never matters.
#pragma once

#include <cstddef>
#include <span>

namespace verifier::statistics {

// At least one value.
double mean(std::span<const double> values);

// Divisor n-1; at least two values. The only form that a test may use.
double sample_deviation(std::span<const double> values);

// Divisor n; at least one value.
double population_deviation(std::span<const double> values);

// What a test needs of a group of scores.
struct Summary {
  std::size_t n = 0;
  double mean = 0;
  double variance = 0;        // divisor n-1, never below the floor
  bool floor_active = false;  // the variance is the floor, resolution^2 / 12
};

// At least two values; `resolution` is the step in which they were recorded, 0 where unknown.
Summary summarize(std::span<const double> values, double resolution = 0);

// Of a group of which only these three numbers were published; n is at least two.
Summary summary_of(std::size_t n, double mean, double deviation, double resolution = 0);

}  // namespace verifier::statistics
