// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/coding/row_kernel_body.h"

namespace reference {
namespace {

bool is_usable() {
  return __builtin_cpu_supports("avx512f") != 0 && __builtin_cpu_supports("avx512dq") != 0 &&
         __builtin_cpu_supports("avx512vl") != 0;
}

}  // namespace

const RowKernel& avx512_row_kernel() {
  static const RowKernel kernel = {
      .name = "avx512", .usable = is_usable, .scan = scan_blocks, .quantize = quantize_blocks};
  return kernel;
}

}  // namespace reference
