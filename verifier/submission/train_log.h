// SPDX-License-Identifier: Apache-2.0
// A train log: bytes in, facts with their lines out (submission-formats.md, section 3). One pass
// over the bytes to find the source copy, one for the facts; nothing is guessed, and lines that no
// family knows are counted.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "verifier/submission/submission.h"

namespace verifier {

// Whether a file of this name may be a run log.
bool may_be_log(std::string_view path);

// The log in a file's bytes; empty where no line of a run is in it. What is malformed goes to
// `defects`. Neither the file's digest nor the chosen seed is set here.
std::optional<TrainLog> read_train_log(const std::string& path, std::string_view bytes,
                                       std::vector<Defect>& defects);

}  // namespace verifier
