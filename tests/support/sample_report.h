// SPDX-License-Identifier: Apache-2.0
// A report built by hand, with every kind of check and two runs, for whatever is tested about
// writing, signing, reading and showing reports.
#pragma once

#include <cstddef>
#include <string>

#include "verifier/checks/finding.h"
#include "verifier/report/report.h"
#include "verifier/report/statement.h"

namespace pgolf_test {

// A finding that the schema accepts, of any status.
verifier::Finding sample_finding(const std::string& id, verifier::Status status,
                                 const std::string& severity = "gating");

// Stage static; every required check is there and passes, so the verdict is pass.
verifier::Report passing_report();
// The same with artifact.size failing on foreign text, or time.train inconclusive.
verifier::Report failing_report();
verifier::Report inconclusive_report();
// A passing report whose evidence holds two runs, one of them without artifact and score.
verifier::Report report_with_runs();

// Every check there is, each with a status of its own: of four reports, shift 0 to 3, every check
// has every status in one.
verifier::Report report_of_statuses(std::size_t shift);

// What a reader makes of a report.
verifier::Statement statement_of(const verifier::Report& report);

}  // namespace pgolf_test
