// SPDX-License-Identifier: Apache-2.0
// The directory of a zip archive in memory (security specification, F-05 and F-06): where each
// member stands and what is wrong with its name. Strict, because two readers of a crooked archive
// see two archives: one end record at the very end, members that do not overlap, one name each.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "verifier/base/result.h"
#include "verifier/source/unpack.h"

namespace verifier {

inline constexpr std::size_t kMostZipMembers = 4096;

struct ZipMember {
  std::string name;         // as written: escape before it is shown
  bool deflated = false;    // else as it stands
  std::string_view packed;  // within the archive
  std::uint64_t bytes = 0;  // unpacked, as the directory says
};

struct ZipDirectory {
  std::vector<ZipMember> members;     // folders left out
  std::vector<std::string> problems;  // names and links that nothing may follow, escaped
};

bool begins_as_zip(std::string_view bytes);

// Fails (bad_input, "damaged") where the directory cannot be trusted as a whole.
Result<ZipDirectory> read_zip_directory(std::string_view bytes);

// The member's bytes in memory, no more of them than the limits' output; a member that does not
// give as many as its entry says is damaged.
Result<std::string> read_zip_member(const ZipMember& member, const UnpackLimits& limits);

}  // namespace verifier
