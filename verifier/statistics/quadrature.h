// SPDX-License-Identifier: Apache-2.0
// Integrals of smooth functions over an interval, by Gauss and Legendre on fixed nodes.
#pragma once

#include <functional>

namespace verifier::statistics {

double integrate(const std::function<double(double)>& function, double from, double to);

}  // namespace verifier::statistics
