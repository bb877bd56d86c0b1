// SPDX-License-Identifier: Apache-2.0
// A sum that keeps what each addition would round away (Neumaier), over sorted values, so that it
// depends on neither order nor size of the terms.
#pragma once

#include <vector>

namespace verifier::statistics {

double compensated_sum(std::vector<double> terms);

}  // namespace verifier::statistics
