// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/evaluation/softmax.h"

#include <algorithm>
#include <cmath>

#include "reference_impl/base/error.h"

namespace reference {
namespace {

double largest(std::span<const float> logits) {
  require(!logits.empty(), "a row without logits");
  float most = logits[0];
  for (const float logit : logits) {
    if (!std::isfinite(logit)) {
      throw Error(ErrorKind::bad_input,
                  "the network put out a logit that is not finite; its weights are damaged or its "
                  "training diverged");
    }
    most = std::max(most, logit);
  }
  return static_cast<double>(most);
}

}  // namespace

NeuralScore neural_score(std::span<const float> logits, std::uint16_t token) {
  require(token < logits.size(), "a token beyond the network's vocabulary");
  const double most = largest(logits);
  double sum = 0;
  double weighted = 0;
  for (const float logit : logits) {
    const double shifted = static_cast<double>(logit) - most;
    const double weight = std::exp(shifted);
    sum += weight;
    weighted += weight * shifted;
  }
  return {.probability = std::exp(static_cast<double>(logits[token]) - most) / sum,
          .entropy_nats = std::log(sum) - weighted / sum};
}

std::vector<double> softmax(std::span<const float> logits) {
  const double most = largest(logits);
  std::vector<double> probabilities;
  double sum = 0;
  for (const float logit : logits) {
    probabilities.push_back(std::exp(static_cast<double>(logit) - most));
    sum += probabilities.back();
  }
  for (double& probability : probabilities) {
    probability /= sum;
  }
  return probabilities;
}

}  // namespace reference
