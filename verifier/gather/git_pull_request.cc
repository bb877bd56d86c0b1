// SPDX-License-Identifier: Apache-2.0
#include "verifier/gather/git_pull_request.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "verifier/base/escape.h"
#include "verifier/gather/git_folder.h"
#include "verifier/gather/git_landings.h"
#include "verifier/gather/git_source.h"

namespace verifier {
namespace {

constexpr std::size_t kNamedOutside = 20;

bool is_code(std::string_view path) {
  constexpr std::array<std::string_view, 9> kEndings = {".py", ".sh", ".c",     ".cc", ".cpp",
                                                        ".cu", ".rs", ".ipynb", ".pyx"};
  return std::any_of(kEndings.begin(), kEndings.end(),
                     [&](std::string_view ending) { return path.ends_with(ending); });
}

// Head and branch compared.
struct Review {
  std::string head;
  GitCommit commit;
  GitRange range;
  std::vector<GitChange> changes;
};

Result<std::vector<GitChange>> changes_of(const GitHistory& history, const GitRange& range,
                                          const GitCommit& head) {
  const GitRepository& repository = history.repository();
  const bool related = !range.base.empty();
  const Result<GitCommit> base = repository.commit(related ? range.base : history.tip());
  if (!base.ok()) {
    return base.failure();
  }
  auto changes = changes_between(repository, base.value().tree, head.tree);
  if (changes.ok() && !related) {
    // Without a common history only what the branch lacks is surely the pull request's own.
    std::erase_if(changes.value(),
                  [](const GitChange& change) { return change.kind != ChangeKind::added; });
  }
  return changes;
}

Result<Review> review(const GitHistory& history, const GitQuestion& question) {
  const std::string name = question.number == 0
                               ? question.ref
                               : "refs/pull/" + std::to_string(question.number) + "/head";
  const Result<std::string> head = history.repository().commit_named(name);
  if (!head.ok()) {
    return head.failure();
  }
  Result<GitCommit> commit = history.repository().commit(head.value());
  if (!commit.ok()) {
    return commit.failure();
  }
  Result<GitRange> range = history.range_of(head.value());
  if (!range.ok()) {
    return range.failure();
  }
  auto changes = changes_of(history, range.value(), commit.value());
  if (!changes.ok()) {
    return changes.failure();
  }
  return Review{head.value(), std::move(commit.value()), std::move(range.value()),
                std::move(changes.value())};
}

std::vector<std::string> places_of(const FolderChoice& choice) {
  return choice.candidates.empty() ? std::vector<std::string>{choice.folder} : choice.candidates;
}

FolderChoice named_choice(const std::string& folder, FolderChoice found) {
  found.found = true;
  found.folder = folder;
  found.chosen_by = "named on the command line";
  const std::string shown = folder.empty() ? "." : folder;
  if (std::find(found.candidates.begin(), found.candidates.end(), shown) ==
      found.candidates.end()) {
    found.candidates.push_back(shown);
    std::sort(found.candidates.begin(), found.candidates.end());
  }
  return found;
}

// Of several candidates the one that the last commit touched.
FolderChoice narrowed(FolderChoice choice, const Review& review,
                      const std::vector<CommitChanges>& commits) {
  if (choice.found || choice.candidates.empty()) {
    return choice;
  }
  const std::vector<std::string> left =
      commits.empty() ? choice.candidates : touched(choice.candidates, commits.back().changes);
  return settle(choice, left, review.changes);
}

void put_outside(const GitChange& change, PullRequest& pull_request,
                 std::set<std::string>& other_folders) {
  ++pull_request.changed_outside;
  if (pull_request.outside.size() < kNamedOutside) {
    pull_request.outside.push_back({change.path, std::string(to_string(change.kind))});
  }
  const std::string folder = record_folder_of(change.path);
  if (!folder.empty()) {
    other_folders.insert(folder);
  } else if (change.path == "train_gpt.py" || change.path == "train_gpt_mlx.py") {
    pull_request.root_scripts.push_back(change.path);
  } else if (is_code(change.path) && change.kind != ChangeKind::deleted) {
    ++pull_request.code_outside;
  }
}

// Everything that lies outside the chosen folder. A submission in the root owns what it changes.
void put_changes(const Review& review, PullRequest& pull_request) {
  std::set<std::string> other_folders;
  pull_request.changed_files = review.changes.size();
  for (const GitChange& change : review.changes) {
    const bool own = pull_request.folder.empty() ? !change.path.starts_with("records/")
                                                 : lies_in(change.path, pull_request.folder);
    if (!own) {
      put_outside(change, pull_request, other_folders);
    }
  }
  pull_request.other_folders.assign(other_folders.begin(), other_folders.end());
}

Result<SubmissionSource> source_of(const GitHistory& history, const GitQuestion& question,
                                   const Review& review, PullRequest& pull_request) {
  const std::string name = question.number == 0 ? "root" : "pr-" + std::to_string(question.number);
  if (!pull_request.has_folder) {
    SubmissionSource source;
    source.name = name;
    return source;
  }
  if (pull_request.folder.empty()) {
    return read_git_changes(history.repository(), review.changes, name);
  }
  const auto entry = entry_at(history.repository(), review.commit.tree, pull_request.folder);
  if (!entry.ok()) {
    return entry.failure();
  }
  if (!entry.value() || !is_tree(*entry.value())) {
    return Failure{ErrorKind::usage, "no-folder",
                   "commit " + review.head + " has no folder " +
                       escape_for_terminal(pull_request.folder, 512) +
                       "; `git ls-tree` lists what it has"};
  }
  pull_request.folder_tree = entry.value()->id;
  return read_git_folder(history.repository(), entry.value()->id, pull_request.folder);
}

}  // namespace

Result<GitSubmission> read_pull_request(const GitHistory& history, const GitQuestion& question) {
  const Result<Review> seen = review(history, question);
  if (!seen.ok()) {
    return seen.failure();
  }
  const Review& review = seen.value();
  FolderChoice choice = folder_candidates({review.changes, review.range.merged});
  if (!question.folder.empty()) {
    choice = named_choice(question.folder, std::move(choice));
  }
  const auto commits = commits_touching(history.repository(), review.range, places_of(choice));
  choice = narrowed(std::move(choice), review, commits);

  GitSubmission submission;
  PullRequest& pull_request = submission.pull_request;
  pull_request.number = question.number;
  pull_request.head = review.head;
  pull_request.base = review.range.base;
  pull_request.merged = review.range.merged;
  pull_request.commits = review.range.commits.size();
  pull_request.has_folder = choice.found;
  pull_request.folder = choice.folder;
  pull_request.candidates = choice.candidates;
  pull_request.chosen_by = choice.chosen_by;
  put_landings(commits, review.range, pull_request);
  put_changes(review, pull_request);
  Result<SubmissionSource> source = source_of(history, question, review, pull_request);
  if (!source.ok()) {
    return source.failure();
  }
  submission.source = std::move(source.value());
  return submission;
}

}  // namespace verifier
