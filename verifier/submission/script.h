// SPDX-License-Identifier: Apache-2.0
// The entry point of a submission as text: which file it is, how large, how many lines, whether it
// unpacks itself (submission-formats.md section 1). It is never executed.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "verifier/submission/submission.h"

namespace verifier {

// The path that holds the entry point: train_gpt.py, else the largest top-level train*.py, else the
// largest top-level .py; empty where there is none.
std::string choose_script(const std::vector<SubmittedFile>& files);

Script read_script(const std::string& path, std::string_view bytes);

}  // namespace verifier
