// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/record/merkle.h"

#include <bit>
#include <string>

namespace reference {
namespace {

Digest256 node(const Digest256& left, const Digest256& right) {
  static constexpr std::uint8_t kInner = 1;
  return Sha256().update({&kInner, 1}).update(left).update(right).finish();
}

}  // namespace

Digest256 merkle_leaf(std::string_view leaf) {
  std::string text;
  text.reserve(leaf.size() + 1);
  return sha256(text.append(1, '\0').append(leaf));
}

Digest256 merkle_root(std::span<const Digest256> leaf_hashes) {
  if (leaf_hashes.empty()) {
    return sha256(std::string_view());
  }
  if (leaf_hashes.size() == 1) {
    return leaf_hashes[0];
  }
  const std::size_t left = std::bit_floor(leaf_hashes.size() - 1);
  return node(merkle_root(leaf_hashes.first(left)), merkle_root(leaf_hashes.subspan(left)));
}

}  // namespace reference
