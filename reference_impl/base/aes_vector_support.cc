// SPDX-License-Identifier: Apache-2.0
// Asked on every processor, so built without the flags of aes_vector_wide.cc.
#include <cpuid.h>

#include "reference_impl/base/aes_vector.h"

namespace reference {
namespace {

// Leaf 7 of the processor's identification; clang 14 does not know the feature by name.
bool has_vector_aes() {
  constexpr unsigned kLeaf = 7;
  constexpr unsigned kVectorAes = 1U << 9U;
  unsigned a = 0;
  unsigned b = 0;
  unsigned c = 0;
  unsigned d = 0;
  return __get_cpuid_count(kLeaf, 0, &a, &b, &c, &d) != 0 && (c & kVectorAes) != 0;
}

}  // namespace

bool has_wide_aes() {
  static const bool has = [] {
    __builtin_cpu_init();
    return __builtin_cpu_supports("avx512f") != 0 && __builtin_cpu_supports("avx512dq") != 0 &&
           has_vector_aes();
  }();
  return has;
}

}  // namespace reference
