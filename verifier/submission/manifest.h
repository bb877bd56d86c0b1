// SPDX-License-Identifier: Apache-2.0
// The canonical list of a submission's files, whose digest names the submission in a report
// (report specification, section 4): a first line, then "mode type size sha256 path" for each file.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "verifier/submission/submission.h"

namespace verifier {

// The manifest's text. `files` must be sorted by the bytes of their paths.
std::string manifest_text(const std::vector<SubmittedFile>& files);

// Bytes outside printable ASCII and `%` become %XX.
std::string percent_encoded(std::string_view path);

}  // namespace verifier
