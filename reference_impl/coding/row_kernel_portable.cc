// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/coding/row_kernel_body.h"

namespace reference {
namespace {

bool is_usable() {
  return true;
}

}  // namespace

const RowKernel& portable_row_kernel() {
  static const RowKernel kernel = {
      .name = "portable", .usable = is_usable, .scan = scan_blocks, .quantize = quantize_blocks};
  return kernel;
}

}  // namespace reference
