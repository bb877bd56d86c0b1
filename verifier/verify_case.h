// SPDX-License-Identifier: Apache-2.0
// One submission, the law that applies to it, and its judgement: what the single run of `verify`,
// the run over a whole population and the comparison with labels share. Nothing here prints or
// writes.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "verifier/checks/check.h"
#include "verifier/gather/git_pull_request.h"
#include "verifier/rulebook/rulebook.h"
#include "verifier/submission/submission_reader.h"

namespace verifier {

// Both rulebooks with the board of earlier records, by track.
struct Law {
  std::map<std::string, Rulebook> by_track;
};

// `rules` is the project's rules folder. A file that does not load is Failure{bad_input}.
Result<Law> read_law(const std::filesystem::path& rules);

// What the user decided; empty members are decided by the submission.
struct CaseOptions {
  std::string track;
  std::string date;   // the day whose law applies
  std::string today;  // used where nothing else says a day
};

struct Case {
  std::filesystem::path folder;  // on disk; empty for one that was read from git
  SubmissionSource source;       // the files' bytes
  Submission submission;
  Result<PullRequest> pull_request = Failure{ErrorKind::resource_absent, "no-git", "not from git"};
  Rulebook rulebook;
  Stage stage = Stage::static_only;
  std::string date;              // the day whose law applies
  std::string date_source;       // "--date", "first commit", "claim" or "today"
  std::filesystem::path output;  // folder of the report
  bool stores_files = true;      // the submitted files that findings name go beside the report
};

// The day is the user's, else that of the pull request's first commit on the folder, else the
// claimed one, else today.
Case make_case(SubmissionSource source, const Result<PullRequest>& pull_request, const Law& law,
               const CaseOptions& options);

// A pull request as a case. What the repository lacks on the way to its folder stands in the case
// as the reason why nothing can be judged; only a wrong question fails.
Result<Case> git_case(const GitHistory& history, const GitQuestion& question, const Law& law,
                      const CaseOptions& options);

// The options' day as of a clock: CaseOptions::today.
std::string today_of(std::int64_t seconds);

// Evidence that needs no run: the source, and the pull request where there is one.
Evidence static_evidence(const Case& matter);

// Findings, sorted and complete.
std::vector<Finding> judge_case(const Case& matter, const Evidence& evidence);

struct Judgement {
  Case matter;
  Evidence evidence;
  std::vector<Finding> findings;
  Verdict verdict = Verdict::inconclusive;
};

// A pull request judged by what stands in git alone. `history` serves one thread at a time.
Result<Judgement> judge_pull_request(const GitHistory& history, const GitQuestion& question,
                                     const Law& law, const CaseOptions& options);

}  // namespace verifier
