// SPDX-License-Identifier: Apache-2.0
// What choosing the best seeds buys and how it shows (statistics.md section 4). Compatibility,
// never proof of intent.
#pragma once

#include <cstddef>
#include <span>

#include "verifier/statistics/two_sample.h"

namespace verifier::statistics {

// Expected mean of the best `kept` of `tried` runs, in sigma; zero or below. 1 <= kept <= tried.
double best_of_shift(std::size_t kept, std::size_t tried);

// The smallest p of a one-sided permutation test of n against m: 1 / C(n+m, n).
double permutation_floor(std::size_t n, std::size_t m);

// How far the claim lies below the rerun, in standard errors of a known sigma; very negative where
// seeds were picked.
double shift_z(const Mean& claim, const Mean& rerun, double sigma);

// Several z of one author as one: their sum over sqrt of their count. At least one.
double stouffer(std::span<const double> z);

// The chance of a spread as small, or as large, as this one when sigma is the true one.
double chance_of_smaller_spread(const Summary& group, double sigma);
double chance_of_larger_spread(const Summary& group, double sigma);

}  // namespace verifier::statistics
