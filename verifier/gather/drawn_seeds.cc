// SPDX-License-Identifier: Apache-2.0
#include "verifier/gather/drawn_seeds.h"

#include <algorithm>

#include "reference_impl/base/sha256.h"
#include "verifier/base/result.h"

namespace verifier {
namespace {

constexpr std::string_view kPurpose = "verify-seed-v1";
constexpr std::size_t kNonceBytes = 32;

void append_big_endian(std::string& bytes, std::uint32_t value) {
  for (unsigned shift = 32; shift > 0; shift -= 8) {
    bytes.push_back(static_cast<char>((value >> (shift - 8)) & 0xFFU));
  }
}

std::uint32_t first_four(const reference::Digest256& digest) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    value = (value << 8U) | digest[i];
  }
  return value;
}

}  // namespace

std::vector<std::uint32_t> drawn_seeds(std::string_view nonce, const std::string& submission_sha256,
                                       std::size_t count) {
  if (nonce.size() != kNonceBytes) {
    throw Error(ErrorKind::bad_input, "a nonce of " + std::to_string(nonce.size()) +
                                          " bytes was given; seeds are drawn from 32");
  }
  const reference::Digest256 submission = reference::digest_from_hex(submission_sha256);
  std::string drawn_from(kPurpose);
  drawn_from += nonce;
  drawn_from.append(submission.begin(), submission.end());
  std::vector<std::uint32_t> seeds;
  for (std::uint32_t i = 0; seeds.size() < count; ++i) {
    std::string bytes = drawn_from;
    append_big_endian(bytes, i);
    const std::uint32_t seed = first_four(reference::sha256(bytes));
    if (std::find(seeds.begin(), seeds.end(), seed) == seeds.end()) {
      seeds.push_back(seed);
    }
  }
  return seeds;
}

}  // namespace verifier
