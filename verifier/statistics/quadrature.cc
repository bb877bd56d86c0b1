// SPDX-License-Identifier: Apache-2.0
#include "verifier/statistics/quadrature.h"

#include <boost/math/quadrature/gauss.hpp>

namespace verifier::statistics {

double integrate(const std::function<double(double)>& function, double from, double to) {
  constexpr unsigned kNodes = 20;
  return boost::math::quadrature::gauss<double, kNodes>::integrate(function, from, to);
}

}  // namespace verifier::statistics
