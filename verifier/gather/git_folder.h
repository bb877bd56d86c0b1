// SPDX-License-Identifier: Apache-2.0
// Which folder a pull request submits (submission-formats.md, section 1): one below records/, or
// where it adds none there, the place of its submission.json or of its script. Of several the one
// that the last commit touched is taken, and why is always said.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "verifier/gather/git_changes.h"

namespace verifier {

// "records/track_10min_16mb/X" of a path below it, also where records/ itself lies deeper; empty
// for a path that lies in no record folder.
std::string record_folder_of(std::string_view path);

struct FolderChoice {
  bool found = false;
  std::string folder;                   // empty: the repository's root
  std::vector<std::string> candidates;  // by path; "." is the root
  std::string chosen_by;                // why this one, or why none
};

// What the choice looks at. `touched_by` lists, newest first, the paths each commit of the pull
// request changes.
struct FolderMatter {
  const std::vector<GitChange>& changes;
  bool merged = false;  // a merged change of a root script is upkeep, not a submission
};

// A path lies in a folder; the root "" holds every path.
bool lies_in(std::string_view path, std::string_view folder);

// Candidates, and the choice where there is at most one.
FolderChoice folder_candidates(const FolderMatter& matter);

// Narrows several candidates by one commit's changes: those it touched; all where it touched none.
std::vector<std::string> touched(const std::vector<std::string>& candidates,
                                 const std::vector<GitChange>& changes);

// The last resort where one commit touched several: those that hold a submission.json, of these the
// latest day in the folder's name, of these the last by path.
FolderChoice settle(const FolderChoice& open, const std::vector<std::string>& left,
                    const std::vector<GitChange>& changes);

}  // namespace verifier
