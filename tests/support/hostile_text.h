// SPDX-License-Identifier: Apache-2.0
// What somebody writes into a file's name, a claim or a log to be shown as something else (security
// specification, R-01, R-03, R-04), and a report that holds one such text in every field that a
// submitter can influence.
#pragma once

#include <string>
#include <vector>

#include "verifier/report/report.h"
#include "verifier/report/statement.h"

namespace pgolf_test {

struct HostileText {
  const char* name;  // for test names
  std::string text;
};

const std::vector<HostileText>& hostile_texts();

// A failing report: folder, file names, pointers, sentences, units, evidence, runs and claims say
// `text`.
verifier::Report report_saying(const std::string& text);

// A failing statement with this many more failing gating checks, each with a long sentence. (No
// payload could hold the largest of them: what is tested is the projections' own restraint.)
verifier::Statement statement_with_findings(std::size_t number);

}  // namespace pgolf_test
