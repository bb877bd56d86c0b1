// SPDX-License-Identifier: Apache-2.0
// The hash tree of RFC 6962, section 2.1: what an event root is. A leaf is hashed as
// SHA-256(0x00 | leaf), an inner node as SHA-256(0x01 | left | right); the left subtree of n leaves
// holds the largest power of two below n.
#pragma once

#include <span>
#include <string_view>

#include "reference_impl/base/sha256.h"

namespace reference {

Digest256 merkle_leaf(std::string_view leaf);

// The root over leaf hashes; SHA-256 of nothing where there are none.
Digest256 merkle_root(std::span<const Digest256> leaf_hashes);

}  // namespace reference
