// SPDX-License-Identifier: Apache-2.0
#include "tests/support/corpus.h"

#include <algorithm>

#include "reference_impl/base/file.h"
#include "tests/support/shared_data.h"

namespace pgolf_test {

namespace fs = std::filesystem;

std::vector<fs::path> corpus_folders() {
  std::vector<fs::path> folders;
  if (fs::exists(shared_path("corpus"))) {
    for (const auto& entry : fs::directory_iterator(shared_path("corpus"))) {
      folders.push_back(entry.path());
    }
  }
  std::sort(folders.begin(), folders.end());
  return folders;
}

verifier::SubmissionSource corpus_source(const std::string& folder) {
  const fs::path root = shared_path("corpus") / folder;
  verifier::SubmissionSource source;
  source.name = folder;
  for (const auto& entry : fs::recursive_directory_iterator(root)) {
    if (entry.is_regular_file()) {
      source.files.push_back({fs::relative(entry.path(), root).string(), "100644",
                              reference::read_file(entry.path(), 64U << 20U), std::nullopt});
    }
  }
  return source;
}

verifier::Submission read_corpus(const std::string& folder) {
  return verifier::read_submission(corpus_source(folder));
}

}  // namespace pgolf_test
