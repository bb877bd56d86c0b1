// SPDX-License-Identifier: Apache-2.0
// The history that pull requests are compared with: which commits stand on the base branch, where
// a head left it, and which commits are the pull request's own. A head that was merged by a merge
// commit stands on the branch itself; it is compared with the branch as it was before that merge.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "verifier/base/result.h"
#include "verifier/gather/git_tree.h"

namespace verifier {

// A pull request as a piece of history.
struct GitRange {
  std::string base;                // commit where it left the branch; empty: no common history
  std::vector<GitCommit> commits;  // its own, oldest first by commit time, the head among them
  bool merged = false;             // the head stands on the branch
};

class GitHistory {
 public:
  // Reads the branch once. `repository` must outlive this; an empty name is its main branch.
  static Result<GitHistory> open(const GitRepository& repository, const std::string& branch);

  const GitRepository& repository() const { return *repository_; }
  const std::string& branch() const { return branch_; }
  const std::string& tip() const { return tip_; }

  // At most 20,000 commits of its own are walked ("history-too-long").
  Result<GitRange> range_of(const std::string& head) const;

 private:
  // A commit of the branch: the place on its first-parent line at which it came in, 0 the oldest.
  struct Entry {
    std::uint64_t place = 0;
    std::int64_t seconds = 0;
  };

  GitHistory(const GitRepository& repository, std::string branch, std::string tip)
      : repository_(&repository), branch_(std::move(branch)), tip_(std::move(tip)) {}
  Result<std::vector<std::string>> first_parents() const;
  Result<bool> enter(const std::string& commit, std::uint64_t place);
  std::string later_of(const std::string& one, const std::string& other) const;
  bool stands_before(const std::string& commit, std::uint64_t place) const;

  const GitRepository* repository_;
  std::string branch_;
  std::string tip_;
  std::unordered_map<std::string, Entry> entered_;
  std::uint64_t places_ = 0;
};

}  // namespace verifier
