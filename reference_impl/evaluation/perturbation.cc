// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/evaluation/perturbation.h"

#include "reference_impl/base/error.h"

namespace reference {

std::vector<std::uint16_t> perturbed_from(std::span<const std::uint16_t> tokens, std::uint64_t t,
                                          std::uint32_t vocabulary) {
  require(vocabulary >= 2, "a vocabulary of one token cannot be perturbed");
  std::vector<std::uint16_t> changed(tokens.begin(), tokens.end());
  for (std::uint64_t i = t; i < changed.size(); ++i) {
    const std::uint32_t drawn = (5U * changed[i] + 17U) % vocabulary;
    changed[i] = static_cast<std::uint16_t>(drawn == changed[i] ? (drawn + 1) % vocabulary : drawn);
  }
  return changed;
}

}  // namespace reference
