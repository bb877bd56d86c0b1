// SPDX-License-Identifier: Apache-2.0
// The random numbers of the noise probe's streams (noise-probe.md section 2): SplitMix64, and
// uniform integers from it by rejection, so that a seed names a stream on every machine.
#pragma once

#include <cstdint>

namespace reference {

class SplitMix64 {
 public:
  explicit SplitMix64(std::uint64_t seed) : state_(seed) {}

  std::uint64_t next() {
    state_ += 0x9E3779B97F4A7C15;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EB;
    return z ^ (z >> 31U);
  }

  // Uniform in 0..count-1: a draw modulo count, where draws at or above the largest multiple of
  // count that fits 2^64 are thrown away. `count` is at least 1.
  std::uint64_t below(std::uint64_t count) {
    const std::uint64_t surplus = (0 - count) % count;  // 2^64 mod count
    std::uint64_t draw = next();
    while (draw > UINT64_MAX - surplus) {
      draw = next();
    }
    return draw % count;
  }

 private:
  std::uint64_t state_;
};

}  // namespace reference
