// SPDX-License-Identifier: Apache-2.0
// What each commit of a pull request did to the folders it may submit, and from that: when the
// code, the logs and the score of its submission came in, and when they were last changed (rules
// C5, C6).
#pragma once

#include <string>
#include <vector>

#include "verifier/evidence/pull_request.h"
#include "verifier/gather/git_changes.h"
#include "verifier/gather/git_history.h"

namespace verifier {

struct CommitChanges {
  std::string commit;
  std::int64_t seconds = 0;
  std::vector<GitChange> changes;  // that lie in one of the folders
};

// Commits that touch one of the folders, oldest first, each against its first parent. Merges bring
// nothing of their own and are left out; so is a commit whose trees the repository lacks.
std::vector<CommitChanges> commits_touching(const GitRepository& repository, const GitRange& range,
                                            const std::vector<std::string>& folders);

// Fills code, logs, score and created_utc.
void put_landings(const std::vector<CommitChanges>& commits, const GitRange& range,
                  PullRequest& pull_request);

}  // namespace verifier
