// SPDX-License-Identifier: Apache-2.0
// What differs between two trees of a repository, by comparing ids level by level: a subtree that
// both sides share is never opened. No contents are read.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "verifier/gather/git_tree.h"

namespace verifier {

inline constexpr std::size_t kMostChanges = 100'000;

enum class ChangeKind { added, modified, deleted };
std::string_view to_string(ChangeKind kind);  // "added", "modified", "deleted"

struct GitChange {
  std::string path;
  ChangeKind kind = ChangeKind::added;
  GitEntry entry;  // as it stands afterwards; before, where it was deleted
};

// Sorted by path. An empty id is the empty tree. Fails ("too-many-changes") above kMostChanges.
Result<std::vector<GitChange>> changes_between(const GitRepository& repository,
                                               const std::string& before, const std::string& after);

// The entry at a path such as "records/track_10min_16mb/X"; nothing where there is none.
Result<std::optional<GitEntry>> entry_at(const GitRepository& repository, const std::string& tree,
                                         std::string_view path);

}  // namespace verifier
