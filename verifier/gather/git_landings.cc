// SPDX-License-Identifier: Apache-2.0
#include "verifier/gather/git_landings.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "verifier/base/utc_time.h"
#include "verifier/gather/git_folder.h"
#include "verifier/submission/train_log.h"

namespace verifier {
namespace {

bool lies_in_any(const std::string& path, const std::vector<std::string>& folders) {
  return std::any_of(folders.begin(), folders.end(), [&](const std::string& folder) {
    return lies_in(path, folder == "." ? "" : folder);
  });
}

// The tree of a commit's first parent; empty for a first commit, nothing where it is not there.
std::optional<std::string> parent_tree(const GitRepository& repository, const GitCommit& commit) {
  if (commit.parents.empty()) {
    return "";
  }
  const Result<GitCommit> parent = repository.commit(commit.parents.front());
  return parent.ok() ? std::optional(parent.value().tree) : std::nullopt;
}

void land(const CommitChanges& commit, std::optional<Landing>& landing) {
  const std::string utc = rfc3339_text(commit.seconds);
  if (!landing) {
    landing = Landing{commit.commit, utc, commit.commit, utc};
  }
  landing->last_commit = commit.commit;
  landing->last_utc = utc;
}

std::string file_name(const std::string& path) {
  return path.substr(path.rfind('/') + 1);
}

// What a commit did to the folders; nothing for a merge and where the repository lacks its trees.
CommitChanges changes_of(const GitRepository& repository, const GitCommit& commit,
                         const std::vector<std::string>& folders) {
  CommitChanges kept{commit.id, commit.seconds, {}};
  const auto before = commit.parents.size() < 2 ? parent_tree(repository, commit) : std::nullopt;
  if (!before) {
    return kept;
  }
  auto changes = changes_between(repository, *before, commit.tree);
  if (changes.ok()) {
    kept.changes = std::move(changes.value());
    std::erase_if(kept.changes,
                  [&](const GitChange& change) { return !lies_in_any(change.path, folders); });
  }
  return kept;
}

// What of a submission a commit touched.
struct Parts {
  bool any = false;
  bool code = false;
  bool logs = false;
  bool score = false;
};

Parts parts_of(const CommitChanges& commit, const std::string& folder) {
  Parts parts;
  for (const GitChange& change : commit.changes) {
    const bool inside = lies_in(change.path, folder);
    const std::string name = file_name(change.path);
    parts.any = parts.any || inside;
    parts.code = parts.code || (inside && name.ends_with(".py"));
    parts.logs = parts.logs || (inside && may_be_log(change.path));
    parts.score = parts.score || (inside && name == "submission.json");
  }
  return parts;
}

}  // namespace

std::vector<CommitChanges> commits_touching(const GitRepository& repository, const GitRange& range,
                                            const std::vector<std::string>& folders) {
  std::vector<CommitChanges> touching;
  for (const GitCommit& commit : range.commits) {
    CommitChanges kept = changes_of(repository, commit, folders);
    if (!kept.changes.empty()) {
      touching.push_back(std::move(kept));
    }
  }
  return touching;
}

void put_landings(const std::vector<CommitChanges>& commits, const GitRange& range,
                  PullRequest& pull_request) {
  std::optional<std::int64_t> created;
  for (const CommitChanges& commit : commits) {
    const Parts parts = parts_of(commit, pull_request.folder);
    if (parts.any) {
      created = created.value_or(commit.seconds);
    }
    if (parts.code) {
      land(commit, pull_request.code);
    }
    if (parts.logs) {
      land(commit, pull_request.logs);
    }
    if (parts.score) {
      land(commit, pull_request.score);
    }
  }
  if (!range.commits.empty()) {
    pull_request.created_utc = rfc3339_text(created.value_or(range.commits.front().seconds));
  }
}

}  // namespace verifier
