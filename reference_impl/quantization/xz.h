// SPDX-License-Identifier: Apache-2.0
// The .xz format through liblzma: packing at the strongest preset, unpacking under limits on memory
// and on what comes out, because an artifact may come from anybody. Same input, same bytes for one
// liblzma.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace reference {

// One .xz stream at preset 9 extreme with a CRC64 check.
std::string pack_xz(std::string_view bytes);

// The contents of exactly one .xz stream. Throws Error{bad_input} with `name` where it is damaged,
// ends early, is followed by anything, or gives more than `cap_bytes`.
std::string unpack_xz(std::string_view packed, std::uint64_t cap_bytes, const std::string& name);

// Version of the library, for the run record.
std::string xz_version();

}  // namespace reference
