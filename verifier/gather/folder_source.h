// SPDX-License-Identifier: Apache-2.0
// A real folder as a list of files (security specification, F-01 to F-03): nothing outside it is
// opened, no link is followed, only regular files are read, each from one descriptor and under the
// caps below. Whatever is refused is a defect of the submission.
#pragma once

#include <cstdint>
#include <filesystem>

#include "verifier/base/result.h"
#include "verifier/submission/submission_reader.h"

namespace verifier {

struct FolderLimits {
  std::uint64_t files = 4096;
  std::uint64_t file_bytes = 64ULL << 20U;  // a larger file is hashed and withheld
  std::uint64_t tree_bytes = 1ULL << 30U;
};

// Fails (usage) when the folder is absent, a file, or unreadable; name and location of the source
// are the folder's, its track option is left empty.
Result<SubmissionSource> read_folder(const std::filesystem::path& path,
                                     const FolderLimits& limits = {});

}  // namespace verifier
