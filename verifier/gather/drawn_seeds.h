// SPDX-License-Identifier: Apache-2.0
// The seeds of a rerun, drawn by the verifier so that nobody can choose them beforehand
// (statistics.md section 4.1): from a nonce whose digest was published before the submission was
// frozen, and from the submission itself.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace verifier {

// `count` distinct seeds. `nonce` is 32 raw bytes; `submission_sha256` the manifest's digest in
// hexadecimal, which enters as its 32 bytes. Throws Error{bad_input} for anything else.
std::vector<std::uint32_t> drawn_seeds(std::string_view nonce, const std::string& submission_sha256,
                                       std::size_t count);

}  // namespace verifier
