// SPDX-License-Identifier: Apache-2.0
// The two loops of RowFrequencies over whole blocks of 64 scores. One body, compiled for several
// vector widths; all give the same bits, because the order of every sum is fixed.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace reference {

inline constexpr std::size_t kRowBlock = 64;
inline constexpr std::size_t kRowLanes = 32;

struct RowScan {
  std::array<double, kRowLanes> sums{};  // of the scores with this id modulo 32, ids ascending
  double least = 0;                      // the smallest score, or 0
};

struct RowKernel {
  const char* name = nullptr;
  bool (*usable)() = nullptr;  // whether this machine has what it needs
  // Sums, least score and each block's largest score.
  void (*scan)(const double* scores, std::size_t blocks, RowScan& scan, double* peaks) = nullptr;
  // counts[v] = 1 + floor(scores[v] * scale), below 2^32; sums of each block modulo 2^32.
  void (*quantize)(const double* scores, std::size_t blocks, double scale, std::uint32_t* counts,
                   std::uint32_t* block_sums) = nullptr;
};

const RowKernel& portable_row_kernel();
const RowKernel& avx2_row_kernel();
const RowKernel& avx512_row_kernel();

// Those this machine can run, the fastest first.
const std::vector<const RowKernel*>& usable_row_kernels();

}  // namespace reference
