// SPDX-License-Identifier: Apache-2.0
#include "verifier/gather/git_history.h"

#include <algorithm>
#include <iterator>
#include <unordered_set>
#include <utility>

namespace verifier {
namespace {

constexpr std::size_t kMostCommits = 20'000;
constexpr std::size_t kMostBranchCommits = 1'000'000;

Failure too_long(const std::string& what, std::size_t most) {
  return {ErrorKind::bad_input, "history-too-long",
          what + " has more than " + std::to_string(most) + " commits"};
}

// Reversed first, so that among commits of one second a parent stays before its child.
void sort_oldest_first(std::vector<GitCommit>& commits) {
  std::reverse(commits.begin(), commits.end());
  std::stable_sort(commits.begin(), commits.end(),
                   [](const GitCommit& a, const GitCommit& b) { return a.seconds < b.seconds; });
}

}  // namespace

Result<std::vector<std::string>> GitHistory::first_parents() const {
  std::vector<std::string> line;
  for (std::string at = tip_; !at.empty();) {
    const Result<GitCommit> commit = repository_->commit(at);
    if (!commit.ok()) {
      return commit.failure();
    }
    line.push_back(at);
    at = commit.value().parents.empty() ? "" : commit.value().parents.front();
    if (line.size() > kMostBranchCommits) {
      return too_long(branch_, kMostBranchCommits);
    }
  }
  std::reverse(line.begin(), line.end());
  return line;
}

// Every ancestor that no earlier place of the line brought in came in here.
Result<bool> GitHistory::enter(const std::string& commit, std::uint64_t place) {
  std::vector<std::string> open = {commit};
  while (!open.empty()) {
    const std::string id = open.back();
    open.pop_back();
    if (entered_.count(id) == 1) {
      continue;
    }
    const Result<GitCommit> read = repository_->commit(id);
    if (!read.ok()) {
      return read.failure();
    }
    entered_[id] = {place, read.value().seconds};
    open.insert(open.end(), read.value().parents.begin(), read.value().parents.end());
    if (entered_.size() > kMostBranchCommits) {
      return too_long(branch_, kMostBranchCommits);
    }
  }
  return true;
}

Result<GitHistory> GitHistory::open(const GitRepository& repository, const std::string& branch) {
  const Result<std::string> name =
      branch.empty() ? repository.main_branch() : Result<std::string>(branch);
  if (!name.ok()) {
    return name.failure();
  }
  const Result<std::string> tip = repository.commit_named(name.value());
  if (!tip.ok()) {
    return tip.failure();
  }
  GitHistory history(repository, name.value(), tip.value());
  const auto line = history.first_parents();
  if (!line.ok()) {
    return line.failure();
  }
  for (const std::string& commit : line.value()) {
    const Result<bool> entered = history.enter(commit, history.places_++);
    if (!entered.ok()) {
      return entered.failure();
    }
  }
  return history;
}

// Where the branch was merged into a head again and again, the latest meeting is the base.
std::string GitHistory::later_of(const std::string& one, const std::string& other) const {
  return one.empty() || entered_.at(other).seconds > entered_.at(one).seconds ? other : one;
}

bool GitHistory::stands_before(const std::string& commit, std::uint64_t place) const {
  const auto it = entered_.find(commit);
  return it != entered_.end() && it->second.place < place;
}

Result<GitRange> GitHistory::range_of(const std::string& head) const {
  const auto on_branch = entered_.find(head);
  GitRange range;
  range.merged = on_branch != entered_.end();
  const std::uint64_t place = range.merged ? on_branch->second.place : places_;
  std::unordered_set<std::string> seen = {head};
  std::vector<std::string> open = {head};
  while (!open.empty()) {
    const std::string id = open.back();
    open.pop_back();
    if (stands_before(id, place)) {
      range.base = later_of(range.base, id);
      continue;
    }
    Result<GitCommit> commit = repository_->commit(id);
    if (!commit.ok()) {
      return commit.failure();
    }
    if (range.commits.size() == kMostCommits) {
      return too_long("the pull request", kMostCommits);
    }
    std::copy_if(commit.value().parents.begin(), commit.value().parents.end(),
                 std::back_inserter(open),
                 [&](const std::string& parent) { return seen.insert(parent).second; });
    range.commits.push_back(std::move(commit.value()));
  }
  sort_oldest_first(range.commits);
  return range;
}

}  // namespace verifier
