// SPDX-License-Identifier: Apache-2.0
// A pull request read from git: its head is compared with the place where it left the base branch,
// its submission's folder is found, and what it changes besides and when things landed becomes
// evidence (rules B1, C5, C6). Nothing is checked out.
#pragma once

#include <cstdint>
#include <string>

#include "verifier/evidence/pull_request.h"
#include "verifier/gather/git_history.h"
#include "verifier/submission/submission_reader.h"

namespace verifier {

struct GitQuestion {
  std::uint64_t number = 0;  // refs/pull/<number>/head
  std::string ref;           // used where number is 0
  std::string folder;        // path in the tree; empty: found by the formats specification
};

struct GitSubmission {
  SubmissionSource source;  // without files where the pull request submits nothing
  PullRequest pull_request;
};

// Fails (usage) for a ref or folder that is not there, and with "object-missing" where the
// repository lacks a commit or tree on the way to the folder.
Result<GitSubmission> read_pull_request(const GitHistory& history, const GitQuestion& question);

}  // namespace verifier
