// SPDX-License-Identifier: Apache-2.0
// A git repository, bare or not, read from its objects and never changed (security specification,
// F-01, F-03, F-12). Nothing is checked out, no hook runs, no user configuration is read; every
// object is hashed again as it is read. What is not there is a Failure with the reason
// "object-missing" that names the id. libgit2 is used in this room's git_tree.cc alone.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "verifier/base/result.h"

namespace verifier {

struct GitCommit {
  std::string id;  // 40 hexadecimal digits, as every id here
  std::string tree;
  std::vector<std::string> parents;
  std::int64_t seconds = 0;  // of the committer, since 1970
};

struct GitEntry {
  std::string name;
  std::string id;
  std::uint32_t mode = 0;  // as it stands in the tree
};

bool is_tree(const GitEntry& entry);

// "100644": the mode as git prints it.
std::string mode_text(std::uint32_t mode);

// Not for use by two threads at once; open one a thread.
class GitRepository {
 public:
  // A repository's own folder or the folder above its .git; Failure{usage} where there is none.
  static Result<GitRepository> open(const std::filesystem::path& path);

  GitRepository(GitRepository&&) noexcept;
  GitRepository& operator=(GitRepository&&) noexcept;
  ~GitRepository();

  // The commit that a ref ("refs/pull/7/head", "main") or an id names; Failure{usage} for no such.
  Result<std::string> commit_named(const std::string& name) const;

  // "refs/heads/main" where there is one, else the branch that HEAD names.
  Result<std::string> main_branch() const;

  // Numbers of the refs refs/pull/<number>/head, ascending.
  Result<std::vector<std::uint64_t>> pull_requests() const;

  Result<GitCommit> commit(const std::string& id) const;

  // Entries of one level, in git's order. A tree object above 8 MiB is refused ("tree-too-large").
  Result<std::vector<GitEntry>> tree(const std::string& id) const;

  Result<std::uint64_t> blob_bytes(const std::string& id) const;
  Result<std::string> blob(const std::string& id) const;

 private:
  struct Handle;
  explicit GitRepository(std::unique_ptr<Handle> handle);
  std::unique_ptr<Handle> handle_;
};

}  // namespace verifier
