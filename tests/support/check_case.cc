// SPDX-License-Identifier: Apache-2.0
#include "tests/support/check_case.h"

#include <algorithm>
#include <set>

#include "reference_impl/base/file.h"
#include "tests/support/evidence_builder.h"
#include "tests/support/shared_data.h"

namespace pgolf_test {

using verifier::Finding;
using verifier::Status;

std::vector<CheckCase> with_more(std::vector<CheckCase> cases, const std::vector<CheckCase>& more) {
  cases.insert(cases.end(), more.begin(), more.end());
  return cases;
}

std::vector<CheckCase> cases_without_logs() {
  return {{"NoLogs", [](Docket& docket) { docket.submission.logs.clear(); }, Status::not_run,
           "no-log", "no train log"},
          {"NoLogsAndASmokeRerun",
           [](Docket& docket) {
             docket.submission.logs.clear();
             docket.stage = verifier::Stage::rerun;
             docket.evidence = honest_rerun();
           },
           Status::not_run, "not-full-scale", "smoke profile"}};
}

void PrintTo(const CheckCase& check_case, std::ostream* out) {
  *out << check_case.name;
}

std::string case_name(const testing::TestParamInfo<CheckCase>& info) {
  return info.param.name;
}

const verifier::Rulebook& record_rules() {
  static const verifier::Rulebook kRules = [] {
    verifier::Rulebook rules = verifier::rulebook_from_text(
        reference::read_file(source_path("rules/track_10min_16mb.json"), 1U << 20U),
        "track_10min_16mb.json", verifier::check_params());
    rules.board = verifier::board_from_text(
        reference::read_file(source_path("rules/records.json"), 1U << 20U), "records.json");
    return rules;
  }();
  return kRules;
}

Finding find(const std::string& check, const Docket& docket) {
  const std::vector<Finding> findings = verifier::judge(record_rules(), docket.submission.read(),
                                                        docket.evidence, docket.stage, docket.date);
  const auto found = std::find_if(findings.begin(), findings.end(),
                                  [&](const Finding& f) { return f.check == check; });
  return found == findings.end() ? Finding{} : *found;
}

void expect_case(const std::string& check, const CheckCase& check_case) {
  Docket docket;
  check_case.given(docket);
  const Finding finding = find(check, docket);
  EXPECT_EQ(finding.check, check);
  EXPECT_EQ(to_string(finding.status), to_string(check_case.status)) << finding.message;
  EXPECT_EQ(finding.reason, check_case.reason) << finding.message;
  EXPECT_NE(finding.message.find(check_case.says), std::string::npos)
      << "message: " << finding.message << "\nexpected in it: " << check_case.says;
}

void expect_every_reason(const std::string& check, const std::vector<CheckCase>& cases) {
  std::set<std::string> driven;
  for (const CheckCase& check_case : cases) {
    driven.insert(check_case.reason);
  }
  const verifier::CheckEntry* entry = verifier::find_check(check);
  ASSERT_NE(entry, nullptr);
  for (const std::string_view reason : entry->reasons) {
    EXPECT_EQ(driven.count(std::string(reason)), 1U) << "no case gives " << reason;
  }
}

}  // namespace pgolf_test
