// SPDX-License-Identifier: Apache-2.0
// The stream of the future-perturbation test (causality-audit.md section 3): equal to x before t,
// different from x at t and everywhere after it.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace reference {

// x' with x'[i] = (5 x[i] + 17) mod `vocabulary` for i >= t, one more where that is x[i] itself.
std::vector<std::uint16_t> perturbed_from(std::span<const std::uint16_t> tokens, std::uint64_t t,
                                          std::uint32_t vocabulary);

}  // namespace reference
