// SPDX-License-Identifier: Apache-2.0
// One check, one named situation, the finding it must give: the form of every check's test. The
// situation goes through the real reader, the real rules file and judge, so that a finding without
// evidence or with an unlisted reason shows itself.
#pragma once

#include <functional>
#include <ostream>
#include <string>
#include <vector>

#include "tests/support/submission_builder.h"
#include "verifier/checks/check.h"

#include <gtest/gtest.h>

namespace pgolf_test {

// Everything a check may look at.
struct Docket {
  SubmissionBuilder submission;
  verifier::Evidence evidence;
  verifier::Stage stage = verifier::Stage::static_only;
  std::string date = "2026-04-01";
};

using Given = std::function<void(Docket&)>;

struct CheckCase {
  std::string name;  // letters, digits, underscore
  Given given;       // changes a clean docket
  verifier::Status status = verifier::Status::pass;
  std::string reason;
  std::string says;  // part of the message
};

// The cases, and behind them those that several checks share.
std::vector<CheckCase> with_more(std::vector<CheckCase> cases, const std::vector<CheckCase>& more);

// A folder without logs, alone and with a rerun below full size: for checks that read both.
std::vector<CheckCase> cases_without_logs();

void PrintTo(const CheckCase& check_case, std::ostream* out);  // NOLINT: GoogleTest's own name
std::string case_name(const testing::TestParamInfo<CheckCase>& info);

const verifier::Rulebook& record_rules();  // rules/track_10min_16mb.json

// The finding of one check over a docket.
verifier::Finding find(const std::string& check, const Docket& docket);

// Fails unless the finding is the one the case names.
void expect_case(const std::string& check, const CheckCase& check_case);

// Fails unless the cases give every reason of the check's closed list.
void expect_every_reason(const std::string& check, const std::vector<CheckCase>& cases);

}  // namespace pgolf_test
