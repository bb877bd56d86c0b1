// SPDX-License-Identifier: Apache-2.0
// Float32 logits to what scoring needs, in float64.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "reference_impl/ngram/ngram_cache.h"

namespace reference {

// Probability of `token` and entropy of the distribution. Throws Error{bad_input} where a logit is
// not finite.
NeuralScore neural_score(std::span<const float> logits, std::uint16_t token);

// The whole distribution; its entry at a token equals neural_score's to the bit.
std::vector<double> softmax(std::span<const float> logits);

}  // namespace reference
