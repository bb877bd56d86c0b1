// SPDX-License-Identifier: Apache-2.0
// Asked on every processor, so built without the flags of aes_vector_wide.cc.
#include "reference_impl/base/aes_vector.h"

namespace reference {

bool has_wide_aes() {
  static const bool kHas = [] {
    __builtin_cpu_init();
    return __builtin_cpu_supports("avx512f") != 0 && __builtin_cpu_supports("vaes") != 0;
  }();
  return kHas;
}

}  // namespace reference
