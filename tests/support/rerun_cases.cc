// SPDX-License-Identifier: Apache-2.0
#include "tests/support/rerun_cases.h"

namespace pgolf_test {

using verifier::ErrorKind;
using verifier::Evidence;
using verifier::Failure;
using verifier::RerunRun;
using verifier::Status;

Given rerun() {
  return rerun([](Evidence&) {});
}

Given rerun(const std::function<void(Evidence&)>& change) {
  return [change](Docket& docket) {
    docket.stage = verifier::Stage::rerun;
    docket.evidence = honest_rerun();
    change(docket.evidence);
  };
}

Given rerun_with(const std::function<void(RerunRun&)>& change) {
  return rerun([change](Evidence& evidence) { change(rerun_of(evidence).runs.at(0)); });
}

Given without_rerun(const std::string& reason) {
  return rerun([reason](Evidence& evidence) { evidence = no_rerun(reason); });
}

std::vector<CheckCase> cases_without_runs() {
  return {{"NoRerun", without_rerun("no-accelerator"), Status::not_run, "no-accelerator",
           "there is no rerun: it could not be made"},
          {"NoRuns", rerun([](Evidence& evidence) { rerun_of(evidence).runs.clear(); }),
           Status::not_run, "not-gathered", "left no run"}};
}

std::vector<CheckCase> cases_without_part(
    const std::function<void(RerunRun&, const Failure&)>& put) {
  const Failure absent{ErrorKind::internal, "not-gathered", "not gathered"};
  const Failure broken{ErrorKind::bad_input, "unreadable", "cut off"};
  return {{"NotGathered", rerun_with([=](RerunRun& run) { put(run, absent); }), Status::not_run,
           "not-gathered", "not gathered"},
          {"Failed", rerun_with([=](RerunRun& run) { put(run, broken); }), Status::inconclusive,
           "not-audited", "cut off"}};
}

}  // namespace pgolf_test
