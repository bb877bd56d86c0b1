// SPDX-License-Identifier: Apache-2.0
// Files of weights, looked into without loading them: pickles, zip archives of torch and numpy,
// numpy arrays of objects, and these packed once more (security specification, F-04 to F-06).
// Nothing is written to disk; memory and time are bounded for each file and for all together. Tar
// archives are not opened: they are listed by name like any other file.
#pragma once

#include <cstdint>
#include <vector>

#include "verifier/evidence/source_evidence.h"
#include "verifier/submission/submission_reader.h"

namespace verifier {

struct ModelFileLimits {
  std::uint64_t file_output_bytes = 64ULL << 20U;  // that one file may unpack to, all layers
  std::uint64_t output_bytes = 256ULL << 20U;      // and all files together
  std::uint64_t opcodes = 1ULL << 23U;             // of all pickles together
  int layers = 3;
};

// Kinds "pickle-code" (loading the file would run or import something), "odd-archive" (a name or
// link that leads out of it) and "unread-file" (more than the limits, or damaged).
std::vector<ExtraCode> model_file_code(const SubmissionSource& source,
                                       const ModelFileLimits& limits = {});

// Whether bytes are a model's rather than a text, by how they begin.
bool begins_as_model(std::string_view bytes);

}  // namespace verifier
