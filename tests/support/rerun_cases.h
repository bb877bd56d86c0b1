// SPDX-License-Identifier: Apache-2.0
// Situations of a rerun: an honest one, changed in one place, and those that every check meets.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "tests/support/check_case.h"
#include "tests/support/evidence_builder.h"

namespace pgolf_test {

// An honest rerun, and one whose evidence is changed.
Given rerun();
Given rerun(const std::function<void(verifier::Evidence&)>& change);

// The same, changed in its first run alone.
Given rerun_with(const std::function<void(verifier::RerunRun&)>& change);

// There is no rerun, for a reason.
Given without_rerun(const std::string& reason);

// There is no rerun, or it left no run: for checks that look at every run.
std::vector<CheckCase> cases_without_runs();

// The part of a run that a check looks at was not gathered, or gathering it failed.
std::vector<CheckCase> cases_without_part(
    const std::function<void(verifier::RerunRun&, const verifier::Failure&)>& put);

}  // namespace pgolf_test
