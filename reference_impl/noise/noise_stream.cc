// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/noise/noise_stream.h"

#include <cmath>

#include "reference_impl/tokens/shard.h"

namespace reference {
namespace {

// Sixty-two million equal terms: a plain sum would lose the digits that the judge's slack counts
// on.
class CarefulSum {
 public:
  void add(double value) {
    const double next = sum_ + value;
    lost_ += std::abs(sum_) >= std::abs(value) ? (sum_ - next) + value : (value - next) + sum_;
    sum_ = next;
  }
  double value() const { return sum_ + lost_; }

 private:
  double sum_ = 0;
  double lost_ = 0;
};

}  // namespace

NoiseStream draw_noise(NoiseSource& source, std::uint64_t seed, std::uint64_t tokens,
                       std::uint64_t multiple, const PieceTable& pieces) {
  NoiseStream stream;
  stream.targets = truncated_targets(tokens, multiple, "a noise stream");
  stream.tokens.reserve(tokens);
  SplitMix64 random(seed);
  CarefulSum all;
  CarefulSum scored;
  for (std::uint64_t i = 0; i < tokens; ++i) {
    const std::uint16_t token = source.pick(random);
    const double nats = -source.log_probability(token);
    source.pass(token);
    all.add(nats);
    if (i >= 1 && i <= stream.targets) {
      scored.add(nats);
    }
    stream.tokens.push_back(token);
  }
  stream.sum_nats = all.value();
  stream.scored_sum_nats = scored.value();
  check_tokens(pieces, stream.tokens, "a noise stream");
  stream.scored_bytes = range_bytes(pieces, stream.tokens, 1, stream.targets);
  return stream;
}

}  // namespace reference
