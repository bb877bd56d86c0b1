// SPDX-License-Identifier: Apache-2.0
#include "verifier/checks/event_findings.h"

#include <algorithm>

#include "verifier/base/escape.h"
#include "verifier/base/numbers.h"
#include "verifier/checks/finding_parts.h"

namespace verifier {
namespace {

Finding judge_run(const RerunRun& run, const std::vector<std::string>& invariants,
                  AuditJudge judge_audit) {
  if (!run.audit.ok()) {
    return inconclusive("rerun", "events-unreadable",
                        seed_of(run) + ": the event files give no audit: " +
                            escape_for_terminal(run.audit.failure().message, 512));
  }
  const EventAudit& audit = run.audit.value();
  if (audit.scorings == 0) {
    return inconclusive("rerun", "events-unreadable", seed_of(run) + ": no position was scored");
  }
  Finding finding = judge_audit(run, audit);
  const std::string missing = unchecked(audit.checked, invariants);
  if (finding.status == Status::pass && !missing.empty()) {
    return inconclusive("rerun", "not-all-checked",
                        seed_of(run) + ": the audit left out " + missing);
  }
  add_evidence(finding, audit.files);
  add_evidence(finding, run.files);
  return finding;
}

}  // namespace

const InvariantBreach* breach_of(const EventAudit& audit, const std::string& invariant) {
  const auto found =
      std::find_if(audit.breaches.begin(), audit.breaches.end(),
                   [&](const InvariantBreach& breach) { return breach.invariant == invariant; });
  return found == audit.breaches.end() ? nullptr : &*found;
}

std::string breach_text(const InvariantBreach& breach) {
  return breach.invariant + " broken " + counted(breach.count, "time") + ", first on rank " +
         std::to_string(breach.rank) + ", segment " + std::to_string(breach.segment) +
         ", positions " + grouped(breach.first) + " to " + grouped(breach.last) + ": " +
         escape_for_terminal(breach.what, 256);
}

std::string unchecked(const std::vector<std::string>& checked,
                      const std::vector<std::string>& invariants) {
  std::string list;
  for (const std::string& invariant : invariants) {
    if (std::find(checked.begin(), checked.end(), invariant) == checked.end()) {
      list += (list.empty() ? "" : ", ") + invariant;
    }
  }
  return list;
}

Finding without_audit(const RerunRun& run, const Failure& failure) {
  const std::string message =
      seed_of(run) + ": there is no audit: " + escape_for_terminal(failure.message, 512);
  return failure.reason == "not-gathered" ? not_run("rerun", "not-gathered", message)
                                          : inconclusive("rerun", "not-audited", message);
}

Finding judge_runs(const CheckInput& input, RunJudge judge_one) {
  const Evidence& evidence = input.evidence;
  if (!evidence.rerun.ok()) {
    return without_rerun(evidence.rerun.failure(), "rerun");
  }
  const std::vector<RerunRun>& runs = evidence.rerun.value().runs;
  if (runs.empty()) {
    return not_run("rerun", "not-gathered", "the rerun left no run");
  }
  Finding worst = judge_one(input, runs.front());
  for (const RerunRun& run : runs) {
    worst = worse_of(worst, judge_one(input, run));
  }
  return worst;
}

std::string seed_of(const RerunRun& run) {
  return "seed " + std::to_string(run.evaluate.seed);
}

Finding judge_events(const Evidence& evidence, const std::vector<std::string>& invariants,
                     AuditJudge judge_audit) {
  if (!evidence.rerun.ok()) {
    return without_rerun(evidence.rerun.failure(), "rerun");
  }
  const std::vector<RerunRun>& runs = evidence.rerun.value().runs;
  if (runs.empty()) {
    return not_run("rerun", "not-gathered", "the rerun left no run");
  }
  Finding worst = judge_run(runs.front(), invariants, judge_audit);
  for (const RerunRun& run : runs) {
    worst = worse_of(worst, judge_run(run, invariants, judge_audit));
  }
  return worst;
}

}  // namespace verifier
