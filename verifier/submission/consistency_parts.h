// SPDX-License-Identifier: Apache-2.0
// The parts that find_issues consists of, and what they share.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "verifier/submission/consistency.h"

namespace verifier {

struct IssueFinder {
  const SubmissionSource& source;
  const Submission& submission;
  const Facts& facts;
  std::vector<Issue> issues;

  void note(const std::string& code, const std::string& detail = "") {
    issues.push_back({code, detail});
  }
  // Some codes are of the track that has limits.
  bool has_limits() const { return submission.track == "track_10min_16mb"; }
};

// "[1, 2, 3]"
std::string listed(const std::vector<std::string>& items);
std::string listed(const std::set<std::uint64_t>& numbers);

void find_file_issues(IssueFinder& finder);    // consistency_files.cc
void find_script_issues(IssueFinder& finder);  // consistency_files.cc
void find_claim_issues(IssueFinder& finder);   // consistency_claims.cc
void find_run_issues(IssueFinder& finder);     // consistency_runs.cc

}  // namespace verifier
