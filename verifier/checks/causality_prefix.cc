// SPDX-License-Identifier: Apache-2.0
// Rules E1, E3 and E7: a score depends on what stands before its position, not on its own token and
// not on later ones. Shown by questions to the cache and by the whole run repeated over a stream
// with another future (invariants I9 to I11).
#include <array>

#include "verifier/base/numbers.h"
#include "verifier/checks/check_code.h"
#include "verifier/checks/event_findings.h"
#include "verifier/checks/finding_parts.h"

namespace verifier {
namespace {

constexpr std::array<std::string_view, 6> kReasons = {"prefix-only",         "future-dependent",
                                                      "own-token-dependent", "score-unlike-row",
                                                      "not-all-checked",     "not-audited"};

struct Invariant {
  const char* name;
  std::string_view reason;  // when it is broken
};

// The gravest first: it names the reason.
constexpr std::array<Invariant, 4> kInvariants = {{{"I9", "future-dependent"},
                                                   {"I10", "own-token-dependent"},
                                                   {"I11", "score-unlike-row"},
                                                   {"I12", "score-unlike-row"}}};

Finding judge_audit(const RerunRun& run, const PrefixAudit& audit) {
  std::uint64_t breaches = 0;
  std::string_view reason;
  std::vector<std::string> sentences;
  for (const Invariant& invariant : kInvariants) {
    for (const InvariantBreach& breach : audit.breaches) {
      if (breach.invariant == invariant.name) {
        breaches += breach.count;
        reason = reason.empty() ? invariant.reason : reason;
        sentences.push_back(breach_text(breach));
      }
    }
  }
  const Comparison count{static_cast<double>(breaches), "==", 0, "breaches"};
  Finding finding =
      reason.empty() ? pass("rerun", "prefix-only", count) : fail("rerun", reason, count);
  finding.message = seed_of(run) + ": ";
  if (!reason.empty()) {
    finding.message += joined_sentences(sentences);
    finding.remedy = "compute a position's whole distribution from the tokens before it";
    return finding;
  }
  finding.message += grouped(audit.scores_compared) + " scores and " + grouped(audit.rows) +
                     " distributions of the cache unchanged under " + grouped(audit.perturbations) +
                     " other futures, and " + grouped(audit.run_scores_compared) +
                     " scorings of the whole run repeated with every token from " +
                     grouped(audit.perturbed_from) + " on replaced";
  return finding;
}

Finding judge_run(const CheckInput& /*input*/, const RerunRun& run) {
  if (!run.prefix.ok()) {
    return without_audit(run, run.prefix.failure());
  }
  const PrefixAudit& audit = run.prefix.value();
  Finding finding = judge_audit(run, audit);
  const std::string missing = unchecked(audit.checked, {"I9", "I10", "I11"});
  const bool something = audit.rows > 0 && audit.run_scores_compared > 0;
  if (finding.status == Status::pass && (!missing.empty() || !something)) {
    return inconclusive(
        "rerun", "not-all-checked",
        seed_of(run) + ": " +
            (missing.empty() ? "nothing was compared" : "the audit left out " + missing));
  }
  add_evidence(finding, audit.files);
  add_evidence(finding, run.files);
  return finding;
}

Finding check_prefix(const CheckInput& input) {
  return judge_runs(input, judge_run);
}

}  // namespace

CheckCode causality_prefix() {
  return {check_prefix, {}, kReasons};
}

}  // namespace verifier
