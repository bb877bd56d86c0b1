// SPDX-License-Identifier: Apache-2.0
// What git shows of a pull request that keeps every rule, and its parts to change.
#pragma once

#include <functional>

#include "tests/support/check_case.h"
#include "verifier/evidence/pull_request.h"

namespace pgolf_test {

// One new folder below records/track_10min_16mb, code on 2026-04-01, log and score a day later.
verifier::PullRequest clean_pull_request();

// A docket with that pull request, changed.
Given pull_request_with(const std::function<void(verifier::PullRequest&)>& change);

}  // namespace pgolf_test
