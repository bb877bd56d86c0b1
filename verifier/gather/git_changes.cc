// SPDX-License-Identifier: Apache-2.0
#include "verifier/gather/git_changes.h"

#include <algorithm>
#include <map>
#include <utility>

namespace verifier {
namespace {

using Level = std::map<std::string, GitEntry>;

// No tree is followed further down than this: a hostile one may have no end.
constexpr std::size_t kLongestPathBytes = 4096;

// Two trees at the same path, either of which may be absent.
struct Pair {
  std::string path;  // with a slash at its end, or empty
  std::string before;
  std::string after;
};

Result<Level> level_of(const GitRepository& repository, const std::string& tree) {
  Level level;
  if (tree.empty()) {
    return level;
  }
  const auto entries = repository.tree(tree);
  if (!entries.ok()) {
    return entries.failure();
  }
  for (const GitEntry& entry : entries.value()) {
    level.emplace(entry.name, entry);
  }
  return level;
}

class Comparison {
 public:
  explicit Comparison(const GitRepository& repository) : repository_(repository) {}

  Result<std::vector<GitChange>> run(const std::string& before, const std::string& after) {
    open_.push_back({"", before, after});
    while (!open_.empty()) {
      const Pair pair = open_.back();
      open_.pop_back();
      const auto old_level = level_of(repository_, pair.before);
      const auto new_level = level_of(repository_, pair.after);
      if (!old_level.ok() || !new_level.ok()) {
        return old_level.ok() ? new_level.failure() : old_level.failure();
      }
      compare(pair.path, old_level.value(), new_level.value());
      if (changes_.size() + open_.size() > kMostChanges) {
        return Failure{ErrorKind::bad_input, "too-many-changes",
                       "more than " + std::to_string(kMostChanges) + " paths differ"};
      }
    }
    std::sort(changes_.begin(), changes_.end(),
              [](const GitChange& a, const GitChange& b) { return a.path < b.path; });
    return std::move(changes_);
  }

 private:
  void compare(const std::string& path, const Level& before, const Level& after) {
    for (const auto& [name, entry] : before) {
      const auto now = after.find(name);
      // A file that became a folder, or the other way, is one thing gone and another come.
      if (now == after.end() || is_tree(entry) != is_tree(now->second)) {
        leave(path + name, entry, ChangeKind::deleted);
      }
    }
    for (const auto& [name, entry] : after) {
      const auto then = before.find(name);
      if (then == before.end() || is_tree(entry) != is_tree(then->second)) {
        leave(path + name, entry, ChangeKind::added);
      } else if (entry.id != then->second.id || entry.mode != then->second.mode) {
        descend(path + name, then->second, entry);
      }
    }
  }

  void leave(const std::string& path, const GitEntry& entry, ChangeKind kind) {
    if (!is_tree(entry) || path.size() > kLongestPathBytes) {
      changes_.push_back({path, kind, entry});
    } else if (kind == ChangeKind::added) {
      open_.push_back({path + "/", "", entry.id});
    } else {
      open_.push_back({path + "/", entry.id, ""});
    }
  }

  void descend(const std::string& path, const GitEntry& before, const GitEntry& after) {
    if (is_tree(after) && path.size() <= kLongestPathBytes) {
      open_.push_back({path + "/", before.id, after.id});
    } else {
      changes_.push_back({path, ChangeKind::modified, after});
    }
  }

  const GitRepository& repository_;
  std::vector<Pair> open_;
  std::vector<GitChange> changes_;
};

}  // namespace

std::string_view to_string(ChangeKind kind) {
  switch (kind) {
    case ChangeKind::added:
      return "added";
    case ChangeKind::modified:
      return "modified";
    case ChangeKind::deleted:
      return "deleted";
  }
  return "";
}

Result<std::vector<GitChange>> changes_between(const GitRepository& repository,
                                               const std::string& before,
                                               const std::string& after) {
  if (before == after) {
    return std::vector<GitChange>();
  }
  return Comparison(repository).run(before, after);
}

Result<std::optional<GitEntry>> entry_at(const GitRepository& repository, const std::string& tree,
                                         std::string_view path) {
  std::optional<GitEntry> entry = GitEntry{"", tree, 040000};
  for (std::size_t start = 0; start < path.size() && entry && is_tree(*entry);) {
    const std::size_t end = std::min(path.find('/', start), path.size());
    const std::string_view name = path.substr(start, end - start);
    const auto level = repository.tree(entry->id);
    if (!level.ok()) {
      return level.failure();
    }
    const auto it = std::find_if(level.value().begin(), level.value().end(),
                                 [&](const GitEntry& other) { return other.name == name; });
    const bool found = it != level.value().end() && (end == path.size() || is_tree(*it));
    entry = found ? std::optional(*it) : std::nullopt;
    start = end + 1;
  }
  return entry;
}

}  // namespace verifier
