// SPDX-License-Identifier: Apache-2.0
#include "verifier/statistics/convergence_points.h"

#include <algorithm>
#include <stdexcept>
#include <vector>

#include "verifier/statistics/distributions.h"
#include "verifier/statistics/moments.h"
#include "verifier/statistics/two_sample.h"

namespace verifier::statistics {

ConvergencePoint convergence_point(std::span<const double> references, std::size_t submission_runs,
                                   std::size_t dropped) {
  constexpr double kLevel = 0.05;
  if (references.size() < 2 * dropped + 2 || submission_runs < 3) {
    throw std::invalid_argument("too few runs for a convergence point");
  }
  std::vector<double> sorted(references.begin(), references.end());
  std::sort(sorted.begin(), sorted.end());
  const std::size_t kept = sorted.size() - 2 * dropped;
  const std::size_t scored = submission_runs - 2;
  ConvergencePoint point;
  point.mean = mean(std::span<const double>(sorted).subspan(dropped, kept));
  point.deviation = population_deviation(references);
  const double df = static_cast<double>(kept + scored) - 2;
  point.smallest_mean =
      point.mean + student_t_quantile(kLevel, df) * point.deviation * size_factor(kept, scored);
  return point;
}

}  // namespace verifier::statistics
