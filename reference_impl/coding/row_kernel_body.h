// SPDX-License-Identifier: Apache-2.0
// The body of the row kernels, on vectors of eight doubles that each source's compiler flags turn
// into what its machine has. Included by the row_kernel_*.cc alone; everything here is local to the
// source that includes it, so that no wide instruction leaks into another.
#pragma once

#include <bit>
#include <cstring>

#include "reference_impl/coding/row_kernel.h"

namespace reference {
namespace {

constexpr std::size_t kVector = 8;

using Doubles = double __attribute__((vector_size(64)));
using Doubles4 = double __attribute__((vector_size(32)));
using Doubles2 = double __attribute__((vector_size(16)));
using Words = std::uint64_t __attribute__((vector_size(64)));
using Counts = std::uint32_t __attribute__((vector_size(32)));

inline void load(const double* from, Doubles& to) {
  std::memcpy(&to, from, sizeof to);
}

inline double largest_of(const Doubles& v) {
  const Doubles4 low = __builtin_shufflevector(v, v, 0, 1, 2, 3);
  const Doubles4 high = __builtin_shufflevector(v, v, 4, 5, 6, 7);
  const Doubles4 four = low > high ? low : high;
  const Doubles2 left = __builtin_shufflevector(four, four, 0, 1);
  const Doubles2 right = __builtin_shufflevector(four, four, 2, 3);
  const Doubles2 two = left > right ? left : right;
  return two[0] > two[1] ? two[0] : two[1];
}

inline void scan_blocks(const double* scores, std::size_t blocks, RowScan& scan, double* peaks) {
  constexpr std::size_t kSums = kRowLanes / kVector;
  Doubles sums[kSums] = {};
  Doubles least = {};
  for (std::size_t b = 0; b < blocks; ++b) {
    Doubles peak = {};
    for (std::size_t i = 0; i < kRowBlock / kVector; ++i) {
      Doubles v;
      load(scores + b * kRowBlock + i * kVector, v);
      sums[i % kSums] += v;
      least = v < least ? v : least;
      peak = v > peak ? v : peak;
    }
    peaks[b] = largest_of(peak);
  }
  std::memcpy(scan.sums.data(), sums, sizeof sums);
  scan.least = -largest_of(-least);
}

// floor(x) + 1 for 0 <= x < 2^32 - 1: adding 2^52 rounds to an integer and leaves it in the low
// bits, in operations that every vector unit has.
inline void quantize_blocks(const double* scores, std::size_t blocks, double scale,
                            std::uint32_t* counts, std::uint32_t* block_sums) {
  constexpr double kShift = 4503599627370496.0;
  for (std::size_t b = 0; b < blocks; ++b) {
    Counts sum = {};
    for (std::size_t i = 0; i < kRowBlock; i += kVector) {
      Doubles x;
      load(scores + b * kRowBlock + i, x);
      x *= scale;
      const Doubles shifted = x + kShift;
      // A comparison that holds is -1 in every bit: rounded up is one too many.
      const Words up = std::bit_cast<Words>(shifted - kShift > x);
      const Counts part = __builtin_convertvector(std::bit_cast<Words>(shifted) + up, Counts) + 1;
      std::memcpy(counts + b * kRowBlock + i, &part, sizeof part);
      sum += part;
    }
    std::uint32_t total = 0;
    for (std::size_t i = 0; i < kVector; ++i) {
      total += sum[i];
    }
    block_sums[b] = total;
  }
}

}  // namespace
}  // namespace reference
