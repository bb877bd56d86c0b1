// SPDX-License-Identifier: Apache-2.0
// What the git history of a pull request shows: its commits, which folder it submits, what else it
// changes, and when code, logs and score landed (rules B1, C5, C6). Dates are those of commits, the
// only ones that git has; a submitter can set them, so they are evidence, not proof.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace verifier {

struct ChangedFile {
  std::string path;
  std::string how;  // "added", "modified", "deleted"
};

// The first commit after which something stood in the folder, and the last that changed it.
struct Landing {
  std::string first_commit;
  std::string first_utc;  // RFC 3339, of the committer
  std::string last_commit;
  std::string last_utc;
};

struct PullRequest {
  std::uint64_t number = 0;  // 0 where a ref was given
  std::string head;          // commit reviewed
  std::string base;          // commit it is compared with
  bool has_folder = false;   // a submission was found in it
  std::string folder;        // path of its folder in the tree; empty: the tree's root
  std::string folder_tree;   // git id of that folder; empty for the root
  std::vector<std::string>
      candidates;         // folders it could be, the chosen one included; "." the root
  std::string chosen_by;  // in words, why this one, or why none
  std::uint64_t changed_files = 0;
  std::uint64_t changed_outside = 0;       // of those, outside the folder
  std::uint64_t code_outside = 0;          // of those, code outside every record folder
  std::vector<ChangedFile> outside;        // the first twenty of them, by path
  std::vector<std::string> other_folders;  // other record folders that it adds, changes or removes
  std::vector<std::string> root_scripts;   // training scripts of the root that it changes
  bool merged = false;                     // the head stands on the base branch
  std::uint64_t commits = 0;               // its own, merges included
  // Of the first commit that touches the folder, in place of the pull request's own date.
  std::string created_utc;
  std::optional<Landing> code;
  std::optional<Landing> logs;
  std::optional<Landing> score;  // submission.json
};

nlohmann::json pull_request_to_json(const PullRequest& pull_request);
// Throws Error{bad_input} that names what is wrong.
PullRequest pull_request_from_json(const nlohmann::json& json, const std::string& where);

}  // namespace verifier
