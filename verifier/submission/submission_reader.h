// SPDX-License-Identifier: Apache-2.0
// A list of files with their bytes, wherever it came from (a folder, a git tree), becomes a
// Submission. Never fails: what is malformed is a defect, and reading goes on.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "verifier/submission/submission.h"

namespace verifier {

// A file that is too large to be kept: named and bound by its digest, never parsed.
struct WithheldFile {
  std::uint64_t bytes = 0;
  std::string sha256;
};

struct SourceFile {
  std::string path;
  std::string mode = "100644";
  std::string bytes;
  std::optional<WithheldFile> withheld = std::nullopt;
};

struct SubmissionSource {
  std::string name;          // the folder's own name
  std::string location;      // the path it was found at; a part "records/<track>" names the track
  std::string track_option;  // --track; empty where it was not given
  std::vector<SourceFile> files;
  std::vector<Defect> defects;  // of whoever listed the files
};

Submission read_submission(const SubmissionSource& source);

}  // namespace verifier
