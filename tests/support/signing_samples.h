// SPDX-License-Identifier: Apache-2.0
// Keys whose every bit is published (RFC 8032 section 7.1, TEST 1 and TEST 2) and the golden
// signing files that lie in the project.
#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "reference_impl/base/file.h"
#include "reference_impl/base/sha256.h"
#include "tests/support/shared_data.h"
#include "verifier/report/signature.h"

namespace pgolf_test {

inline verifier::SigningKey key_of_seed(const std::string& hex) {
  const reference::Digest256 seed = reference::digest_from_hex(hex);
  return verifier::SigningKey::from_seed(std::span<const std::uint8_t, 32>(seed));
}

inline verifier::SigningKey test_key_1() {
  return key_of_seed("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
}

inline verifier::SigningKey test_key_2() {
  return key_of_seed("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb");
}

inline std::string golden_signing(const std::string& name) {
  return reference::read_file(source_path("tests/golden/signing/" + name), 1U << 20U);
}

inline std::string hex_of(const std::string& bytes) {
  return reference::to_hex(reference::as_bytes(bytes));
}

}  // namespace pgolf_test
