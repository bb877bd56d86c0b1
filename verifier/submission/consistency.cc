// SPDX-License-Identifier: Apache-2.0
#include "verifier/submission/consistency.h"

#include <algorithm>

#include "verifier/base/text.h"
#include "verifier/submission/consistency_parts.h"

namespace verifier {

std::string listed(const std::vector<std::string>& items) {
  return "[" + joined(items) + "]";
}

std::string listed(const std::set<std::uint64_t>& numbers) {
  std::vector<std::string> items(numbers.size());
  std::transform(numbers.begin(), numbers.end(), items.begin(),
                 [](std::uint64_t number) { return std::to_string(number); });
  return listed(items);
}

std::vector<Issue> find_issues(const SubmissionSource& source, const Submission& submission,
                               const Facts& facts) {
  IssueFinder finder{source, submission, facts, {}};
  find_file_issues(finder);
  find_claim_issues(finder);
  find_script_issues(finder);
  find_run_issues(finder);
  return finder.issues;
}

}  // namespace verifier
