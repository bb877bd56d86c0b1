// SPDX-License-Identifier: Apache-2.0
// Reference convergence points, the MLPerf way (statistics.md section 3.3): is a result implausibly
// better than a calibrated reference of the same code? A test against being too good.
#pragma once

#include <cstddef>
#include <span>

namespace verifier::statistics {

struct ConvergencePoint {
  double mean = 0;           // without the `dropped` smallest and largest
  double deviation = 0;      // divisor n, over all runs
  double smallest_mean = 0;  // the smallest submission mean that is accepted, one-sided 5%
};

// `dropped` runs are left out at each end of the reference, one each for most benchmarks;
// `submission_runs` counts before one is dropped at each end. More than 2*dropped + 1 references
// and more than two submission runs.
ConvergencePoint convergence_point(std::span<const double> references, std::size_t submission_runs,
                                   std::size_t dropped = 1);

}  // namespace verifier::statistics
