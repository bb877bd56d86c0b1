// SPDX-License-Identifier: Apache-2.0
// Folders of real submissions, where the reference corpus lies beside the project.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "verifier/submission/submission_reader.h"

namespace pgolf_test {

// The folders pr-<N>, sorted; empty where there is no corpus.
std::vector<std::filesystem::path> corpus_folders();

// A corpus folder as a list of files, the oracle's included.
verifier::SubmissionSource corpus_source(const std::string& folder);

// A corpus folder as the reader sees it: every file but the oracle's.
verifier::Submission read_corpus(const std::string& folder);

}  // namespace pgolf_test
