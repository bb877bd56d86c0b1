// SPDX-License-Identifier: Apache-2.0
#include "verifier/gather/git_source.h"

#include <algorithm>
#include <utility>

#include "reference_impl/base/sha256.h"
#include "verifier/base/escape.h"
#include "verifier/submission/defects.h"
#include "verifier/submission/path_rules.h"

namespace verifier {
namespace {

constexpr std::uint32_t kFile = 0100644;
constexpr std::uint32_t kExecutable = 0100755;
constexpr std::uint32_t kLink = 0120000;
constexpr std::uint32_t kSubmodule = 0160000;

std::string kind_of(std::uint32_t mode) {
  return mode == kLink        ? "a symbolic link"
         : mode == kSubmodule ? "a link to another repository (submodule)"
                              : "an entry of mode " + mode_text(mode);
}

class TreeReader {
 public:
  TreeReader(const GitRepository& repository, const FolderLimits& limits, SubmissionSource& source)
      : repository_(repository), limits_(limits), source_(source) {}

  void read_tree(const std::string& tree) {
    folders_ = {{"", tree}};
    while (!folders_.empty() && !full_) {
      const auto [start, id] = folders_.back();
      folders_.pop_back();
      const auto entries = repository_.tree(id);
      if (entries.ok()) {
        read_level(start, entries.value());
      } else {
        refuse(entries.failure(), start);
      }
    }
  }

  void read_entry(const std::string& path, const GitEntry& entry) {
    if (full_) {
      return;
    }
    if (const auto problem = path_problem(path)) {
      refuse(defect::kPath, path, "the path " + *problem);
    } else if (entry.mode != kFile && entry.mode != kExecutable) {
      refuse(defect::kNotRegular, path, "is " + kind_of(entry.mode));
    } else {
      read_blob(path, entry);
    }
  }

 private:
  void read_level(const std::string& start, const std::vector<GitEntry>& entries) {
    for (const GitEntry& entry : entries) {
      if (++entries_ > 2 * limits_.files) {
        stop(start, "holds more entries than are read; the rest was left out");
        return;
      }
      if (is_tree(entry)) {
        open_later(start + entry.name, entry.id);
      } else {
        read_entry(start + entry.name, entry);
      }
    }
  }

  void open_later(const std::string& path, const std::string& id) {
    if (const auto problem = path_problem(path)) {
      refuse(defect::kPath, path, "the path " + *problem);
    } else {
      folders_.emplace_back(path + "/", id);
    }
  }

  void refuse(std::string_view code, const std::string& path, const std::string& what) {
    source_.defects.push_back({std::string(code), {path, 0, ""}, what});
  }

  void refuse(const Failure& failure, const std::string& path) {
    const bool missing = failure.reason == "object-missing";
    refuse(missing                              ? defect::kObjectMissing
           : failure.reason == "tree-too-large" ? defect::kTooMany
                                                : defect::kUnreadable,
           path, failure.message);
  }

  void stop(const std::string& path, const std::string& what) {
    if (!full_) {
      refuse(defect::kTooMany, path, what);
    }
    full_ = true;
  }

  void read_blob(const std::string& path, const GitEntry& entry) {
    const Result<std::uint64_t> size = repository_.blob_bytes(entry.id);
    if (!size.ok()) {
      refuse(size.failure(), path);
      return;
    }
    tree_bytes_ += size.value();
    if (source_.files.size() >= limits_.files || tree_bytes_ > limits_.tree_bytes) {
      stop(path, "is where the folder exceeds " + std::to_string(limits_.files) + " files or " +
                     std::to_string(limits_.tree_bytes) + " bytes; the rest was not read");
      return;
    }
    Result<std::string> bytes = repository_.blob(entry.id);
    if (!bytes.ok()) {
      refuse(bytes.failure(), path);
      return;
    }
    SourceFile file{path, mode_text(entry.mode), "", std::nullopt};
    if (bytes.value().size() > limits_.file_bytes) {
      file.withheld =
          WithheldFile{bytes.value().size(), reference::to_hex(reference::sha256(bytes.value()))};
    } else {
      file.bytes = std::move(bytes.value());
    }
    source_.files.push_back(std::move(file));
  }

  const GitRepository& repository_;
  const FolderLimits& limits_;
  SubmissionSource& source_;
  std::vector<std::pair<std::string, std::string>> folders_;  // path with a slash, id; to be read
  std::uint64_t entries_ = 0;
  std::uint64_t tree_bytes_ = 0;
  bool full_ = false;
};

}  // namespace

SubmissionSource read_git_folder(const GitRepository& repository, const std::string& tree,
                                 const std::string& location, const FolderLimits& limits) {
  SubmissionSource source;
  const std::size_t slash = location.rfind('/');
  source.name = slash == std::string::npos ? location : location.substr(slash + 1);
  source.location = location;
  TreeReader(repository, limits, source).read_tree(tree);
  return source;
}

SubmissionSource read_git_changes(const GitRepository& repository,
                                  const std::vector<GitChange>& changes, const std::string& name,
                                  const FolderLimits& limits) {
  SubmissionSource source;
  source.name = name;
  TreeReader reader(repository, limits, source);
  for (const GitChange& change : changes) {
    if (change.kind != ChangeKind::deleted && !change.path.starts_with("records/")) {
      reader.read_entry(change.path, change.entry);
    }
  }
  return source;
}

}  // namespace verifier
