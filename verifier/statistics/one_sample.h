// SPDX-License-Identifier: Apache-2.0
// A group against a value that the rules declare constant (statistics.md sections 2.4 and 2.5).
// Against a measured record mean these tests are wrong; true_size() says by how much.
#pragma once

#include "verifier/statistics/two_sample.h"

namespace verifier::statistics {

TestResult one_sample(const Summary& fresh, double target, double margin = 0);

TestResult one_sample_known_sigma(const Mean& fresh, double target, double margin, double sigma);

// What level `alpha` really is when n runs are tested against the mean of m runs as if that mean
// were a constant.
double true_size(double alpha, std::size_t n, std::size_t m);

}  // namespace verifier::statistics
