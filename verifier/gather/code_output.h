// SPDX-License-Identifier: Apache-2.0
// What `reference encode` and `reference decode` print, read back.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace verifier {

struct EncodeOutput {
  std::uint64_t positions = 0;
  double claimed_bits = 0;
  double normalized_bits = 0;
  std::uint64_t coded_bits = 0;
  std::uint64_t claims_unlike_rows = 0;
};

struct DecodeOutput {
  bool decoded = false;
  std::string reason;        // why not
  std::string token_sha256;  // of the tokens that came back
};

// Each throws Error{bad_input} "<name>: ..." for anything but such an object.
EncodeOutput encode_output_from_text(std::string_view text, const std::string& name);
DecodeOutput decode_output_from_text(std::string_view text, const std::string& name);

}  // namespace verifier
