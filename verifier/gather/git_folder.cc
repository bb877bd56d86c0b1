// SPDX-License-Identifier: Apache-2.0
#include "verifier/gather/git_folder.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <set>

#include "verifier/base/escape.h"
#include "verifier/base/numbers.h"

namespace verifier {
namespace {

constexpr std::string_view kRecords = "records/";

std::string_view folder_part(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
}

std::string_view file_part(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

// The place right behind "<word>" where it is a whole component of the path; npos where it is not.
std::size_t behind(std::string_view path, std::string_view word) {
  for (std::size_t at = path.find(word); at != std::string_view::npos;
       at = path.find(word, at + 1)) {
    if (at == 0 || path[at - 1] == '/') {
      return at + word.size();
    }
  }
  return std::string_view::npos;
}

// The path up to and with the component that starts at `from`, where something lies below it.
std::string up_to_component(std::string_view path, std::size_t from) {
  const std::size_t end = path.find('/', from);
  return end == std::string_view::npos || end == from ? "" : std::string(path.substr(0, end));
}

// Folders that hold a changed file of that name.
std::set<std::string> folders_with(const std::vector<GitChange>& changes, std::string_view name) {
  std::set<std::string> folders;
  for (const GitChange& change : changes) {
    if (change.kind != ChangeKind::deleted && file_part(change.path) == name) {
      folders.insert(std::string(folder_part(change.path)));
    }
  }
  return folders;
}

// Record folders that the pull request adds; where it adds none, those it changes.
std::set<std::string> record_folders(const std::vector<GitChange>& changes) {
  std::set<std::string> folders;
  std::set<std::string> stood_before;
  for (const GitChange& change : changes) {
    const std::string folder = record_folder_of(change.path);
    if (!folder.empty() && change.kind != ChangeKind::deleted) {
      folders.insert(folder);
    }
    if (!folder.empty() && change.kind != ChangeKind::added) {
      stood_before.insert(folder);
    }
  }
  std::set<std::string> fresh;
  std::set_difference(folders.begin(), folders.end(), stood_before.begin(), stood_before.end(),
                      std::inserter(fresh, fresh.end()));
  return fresh.empty() ? folders : fresh;
}

// Where a pull request without a record folder puts its submission.
std::set<std::string> folders_elsewhere(const FolderMatter& matter) {
  std::set<std::string> folders = folders_with(matter.changes, "submission.json");
  if (!folders.empty()) {
    return folders;
  }
  const std::set<std::string> scripts = folders_with(matter.changes, "train_gpt.py");
  const std::set<std::string> readmes = folders_with(matter.changes, "README.md");
  std::set_intersection(scripts.begin(), scripts.end(), readmes.begin(), readmes.end(),
                        std::inserter(folders, folders.end()));
  folders.erase("");
  const bool records_touched =
      std::any_of(matter.changes.begin(), matter.changes.end(),
                  [](const GitChange& change) { return change.path.starts_with(kRecords); });
  if (folders.empty() && scripts.count("") == 1 && !matter.merged && !records_touched) {
    folders.insert("");
  }
  return folders;
}

std::string shown(const std::string& folder) {
  return folder.empty() ? "." : folder;
}

FolderChoice chosen(const FolderChoice& open, const std::string& folder, const std::string& why) {
  FolderChoice choice = open;
  choice.found = true;
  choice.folder = folder == "." ? "" : folder;
  choice.chosen_by = why;
  return choice;
}

// Those of the folders that hold a changed submission.json.
std::vector<std::string> that_claim(const std::vector<std::string>& folders,
                                    const std::vector<GitChange>& changes) {
  const std::set<std::string> claimed = folders_with(changes, "submission.json");
  std::vector<std::string> found;
  std::copy_if(folders.begin(), folders.end(), std::back_inserter(found),
               [&](const std::string& folder) { return claimed.count(folder) == 1; });
  return found;
}

// Why the folder of the last commit; where another one alone makes a claim, that is said.
std::string last_touched(const FolderChoice& open, const std::string& folder,
                         const std::vector<GitChange>& changes) {
  std::string why =
      "of " + counted(open.candidates.size(), "folder") + " the one that the last commit touched";
  const std::vector<std::string> with_claim = that_claim(open.candidates, changes);
  const bool claims = std::find(with_claim.begin(), with_claim.end(), folder) != with_claim.end();
  if (claims || with_claim.empty()) {
    return why;
  }
  return "ambiguous: " + why + "; it has no submission.json and " +
         (with_claim.size() == 1
              ? with_claim.front() + " has one"
              : counted(with_claim.size(), "other") + " have one, such as " + with_claim.front()) +
         "; name another to judge it";
}

// "2026-04-01" of "records/track/2026-04-01_Words"; empty without.
std::string day_in_name(std::string_view folder) {
  constexpr std::string_view kShape = "dddd-dd-dd";
  const std::string_view name = file_part(folder).substr(0, kShape.size());
  for (std::size_t i = 0; i < kShape.size(); ++i) {
    const bool digit = i < name.size() && name[i] >= '0' && name[i] <= '9';
    if (i >= name.size() || (kShape[i] == 'd' ? !digit : name[i] != '-')) {
      return "";
    }
  }
  return std::string(name);
}

}  // namespace

std::string record_folder_of(std::string_view path) {
  for (const std::string_view home :
       {std::string_view("records/track_"), kRecords, std::string_view("submissions/")}) {
    const std::size_t from = behind(path, home);
    if (from == std::string_view::npos) {
      continue;
    }
    const bool track = home.ends_with("track_");
    const std::size_t name = track ? path.find('/', from) : from;
    if (name == std::string_view::npos) {
      return "";
    }
    return up_to_component(path, track ? name + 1 : name);
  }
  return "";
}

bool lies_in(std::string_view path, std::string_view folder) {
  return folder.empty() ||
         (path.size() > folder.size() && path[folder.size()] == '/' && path.starts_with(folder));
}

FolderChoice folder_candidates(const FolderMatter& matter) {
  std::set<std::string> folders = record_folders(matter.changes);
  const bool in_records = !folders.empty();
  if (!in_records) {
    folders = folders_elsewhere(matter);
  }
  FolderChoice choice;
  for (const std::string& folder : folders) {
    choice.candidates.push_back(shown(folder));
  }
  if (folders.empty()) {
    choice.chosen_by = counted(matter.changes.size(), "changed file") +
                       ", and none in a folder below records/, beside a submission.json, or the "
                       "training script of the repository's root";
    return choice;
  }
  if (folders.size() > 1) {
    return choice;
  }
  const std::string& only = *folders.begin();
  const std::string why =
      in_records ? "the only record folder that the pull request adds to"
      : only.empty()
          ? "no folder is added below records/; the files changed elsewhere are taken for the "
            "submission"
          : "no folder is added below records/; this one holds the submission's files";
  return chosen(choice, only, why);
}

std::vector<std::string> touched(const std::vector<std::string>& candidates,
                                 const std::vector<GitChange>& changes) {
  std::vector<std::string> hit;
  for (const std::string& folder : candidates) {
    const std::string place = folder == "." ? "" : folder;
    const bool any = std::any_of(changes.begin(), changes.end(), [&](const GitChange& change) {
      return change.kind != ChangeKind::deleted && lies_in(change.path, place);
    });
    if (any) {
      hit.push_back(folder);
    }
  }
  return hit.empty() ? candidates : hit;
}

FolderChoice settle(const FolderChoice& open, const std::vector<std::string>& left,
                    const std::vector<GitChange>& changes) {
  const std::string many = counted(open.candidates.size(), "folder");
  if (left.size() == 1) {
    return chosen(open, left.front(), last_touched(open, left.front(), changes));
  }
  const std::vector<std::string> with_claim = that_claim(left, changes);
  if (with_claim.size() == 1) {
    return chosen(open, with_claim.front(),
                  "ambiguous: of " + many + " the last commit touched " +
                      std::to_string(left.size()) + ", and this one alone has a submission.json");
  }
  const std::vector<std::string>& rest = with_claim.empty() ? left : with_claim;
  const auto last = std::max_element(
      rest.begin(), rest.end(), [](const std::string& one, const std::string& other) {
        return std::pair(day_in_name(one), one) < std::pair(day_in_name(other), other);
      });
  return chosen(open, *last,
                "ambiguous: of " + many + " the last commit touched " +
                    std::to_string(left.size()) +
                    ", and this one is the latest by day and name; name another to judge it");
}

}  // namespace verifier
