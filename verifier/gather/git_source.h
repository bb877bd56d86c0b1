// SPDX-License-Identifier: Apache-2.0
// The files of a folder in a git tree, as the same list that a real folder gives (security
// specification, F-01 to F-03, F-12): regular files only, each hashed as it is read, under the
// limits of a folder. What is refused is a defect; a missing object is one as well.
#pragma once

#include <string>
#include <vector>

#include "verifier/gather/folder_source.h"
#include "verifier/gather/git_changes.h"
#include "verifier/submission/submission_reader.h"

namespace verifier {

// `tree` is the id of the folder's own tree, `location` its path in the repository.
SubmissionSource read_git_folder(const GitRepository& repository, const std::string& tree,
                                 const std::string& location, const FolderLimits& limits = {});

// A submission without a folder of its own: what the pull request adds or changes outside records/.
SubmissionSource read_git_changes(const GitRepository& repository,
                                  const std::vector<GitChange>& changes, const std::string& name,
                                  const FolderLimits& limits = {});

}  // namespace verifier
