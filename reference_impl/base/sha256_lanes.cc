// SPDX-License-Identifier: Apache-2.0
// Asked on every processor, so built without the flags of sha256_lanes_wide.cc.
#include "reference_impl/base/sha256_lanes.h"

#include <algorithm>
#include <array>

#include "reference_impl/base/error.h"

namespace reference {
namespace {

// Below this many texts the registers are too empty to pay.
constexpr std::size_t kFewest = 6;

bool has_wide_registers() {
  static const bool has = [] {
    __builtin_cpu_init();
    return __builtin_cpu_supports("avx512f") != 0;
  }();
  return has;
}

}  // namespace

void sha256_each(std::span<const std::uint8_t* const> texts, std::size_t bytes,
                 std::span<Digest256> digests) {
  require(texts.size() == digests.size(), "SHA-256: too few");
  std::size_t done = 0;
  while (has_wide_registers() && texts.size() - done >= kFewest) {
    const std::size_t count = std::min(kShaLanes, texts.size() - done);
    std::array<const std::uint8_t*, kShaLanes> group{};
    std::array<Digest256, kShaLanes> made{};
    group.fill(texts[done]);  // lanes without a text of their own
    std::copy_n(&texts[done], count, group.begin());
    sha256_sixteen(group, bytes, made);
    std::copy_n(made.begin(), count, &digests[done]);
    done += count;
  }
  for (; done < texts.size(); ++done) {
    digests[done] = sha256(std::span(texts[done], bytes));
  }
}

}  // namespace reference
