// SPDX-License-Identifier: Apache-2.0
#include "tests/support/pull_request_builder.h"

#include <string>

namespace pgolf_test {

verifier::PullRequest clean_pull_request() {
  const std::string code(40, 'c');
  const std::string evidence(40, 'e');
  verifier::PullRequest pull_request;
  pull_request.number = 7;
  pull_request.head = evidence;
  pull_request.base = std::string(40, 'b');
  pull_request.has_folder = true;
  pull_request.folder = "records/track_10min_16mb/2026-04-01_Clean";
  pull_request.folder_tree = std::string(40, 'f');
  pull_request.candidates = {pull_request.folder};
  pull_request.chosen_by = "the only record folder that the pull request adds to";
  pull_request.changed_files = 6;
  pull_request.commits = 2;
  pull_request.created_utc = "2026-04-01T10:00:00Z";
  pull_request.code = verifier::Landing{code, "2026-04-01T10:00:00Z", code, "2026-04-01T10:00:00Z"};
  pull_request.logs =
      verifier::Landing{evidence, "2026-04-02T10:00:00Z", evidence, "2026-04-02T10:00:00Z"};
  pull_request.score = pull_request.logs;
  return pull_request;
}

Given pull_request_with(const std::function<void(verifier::PullRequest&)>& change) {
  return [change](Docket& docket) {
    verifier::PullRequest pull_request = clean_pull_request();
    change(pull_request);
    docket.evidence.pull_request = pull_request;
  };
}

}  // namespace pgolf_test
