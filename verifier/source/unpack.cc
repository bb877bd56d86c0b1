// SPDX-License-Identifier: Apache-2.0
#include "verifier/source/unpack.h"

namespace verifier {

Failure unpack_bomb(std::string_view format, std::uint64_t packed_bytes,
                    const UnpackLimits& limits) {
  return {ErrorKind::bad_input, "bomb",
          std::string(format) + ": " + std::to_string(packed_bytes) +
              " packed bytes give more than " + std::to_string(limits.output_bytes) + " (over " +
              std::to_string(limits.output_bytes / (packed_bytes == 0 ? 1 : packed_bytes)) +
              " to one), the most that is unpacked"};
}

Failure unpack_hungry(std::string_view format, const UnpackLimits& limits) {
  return {ErrorKind::bad_input, "bomb",
          std::string(format) + ": unpacking asks for more than " +
              std::to_string(limits.memory_bytes) + " bytes of memory, the most that is given"};
}

Failure unpack_damaged(std::string_view format, const std::string& found) {
  return {ErrorKind::bad_input, "damaged", std::string(format) + ": " + found};
}

}  // namespace verifier
