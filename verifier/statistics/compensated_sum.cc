// SPDX-License-Identifier: Apache-2.0
#include "verifier/statistics/compensated_sum.h"

#include <algorithm>
#include <cmath>

namespace verifier::statistics {

double compensated_sum(std::vector<double> terms) {
  std::sort(terms.begin(), terms.end());
  double sum = 0;
  double lost = 0;
  for (const double term : terms) {
    const double next = sum + term;
    lost += std::fabs(sum) >= std::fabs(term) ? (sum - next) + term : (term - next) + sum;
    sum = next;
  }
  return sum + lost;
}

}  // namespace verifier::statistics
