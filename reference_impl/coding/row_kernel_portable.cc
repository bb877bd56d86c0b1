// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/coding/row_kernel_body.h"

namespace reference {
namespace {

bool is_usable() {
  return true;
}

void scan(const double* scores, std::size_t blocks, RowScan& scan, double* peaks) {
  scan_body(scores, blocks, scan, peaks);
}

void quantize(const double* scores, std::size_t blocks, double scale, std::uint32_t* counts,
              std::uint32_t* block_sums) {
  quantize_body(scores, blocks, scale, counts, block_sums);
}

}  // namespace

const RowKernel& portable_row_kernel() {
  static const RowKernel kernel = {
      .name = "portable", .usable = is_usable, .scan = scan, .quantize = quantize};
  return kernel;
}

}  // namespace reference
