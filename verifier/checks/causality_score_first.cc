// SPDX-License-Identifier: Apache-2.0
// Rules E1 and E2: a position is scored before anything is learned from it, shown by the invariants
// I1, I3 to I6 and I8 on our own event file.
#include <array>

#include "verifier/base/numbers.h"
#include "verifier/checks/check_code.h"
#include "verifier/checks/event_findings.h"
#include "verifier/checks/finding_parts.h"

namespace verifier {
namespace {

constexpr std::array<std::string_view, 9> kReasons = {"score-first",
                                                      "state-changed-before-score",
                                                      "state-changed-while-scoring",
                                                      "events-out-of-order",
                                                      "update-not-from-tokens",
                                                      "prefill-not-sequential",
                                                      "digests-disagree",
                                                      "not-all-checked",
                                                      "events-unreadable"};

struct Invariant {
  const char* name;
  std::string_view reason;  // when it is broken
};

// The gravest first: it names the reason.
constexpr std::array<Invariant, 6> kInvariants = {{{"I3", "state-changed-before-score"},
                                                   {"I4", "state-changed-while-scoring"},
                                                   {"I1", "events-out-of-order"},
                                                   {"I5", "update-not-from-tokens"},
                                                   {"I6", "prefill-not-sequential"},
                                                   {"I8", "digests-disagree"}}};

Finding from_audit(const RerunRun& run, const EventAudit& audit) {
  std::uint64_t breaches = 0;
  std::string_view reason;
  std::vector<std::string> sentences;
  for (const Invariant& invariant : kInvariants) {
    const InvariantBreach* breach = breach_of(audit, invariant.name);
    if (breach != nullptr) {
      breaches += breach->count;
      reason = reason.empty() ? invariant.reason : reason;
      sentences.push_back(breach_text(*breach));
    }
  }
  const Comparison count{static_cast<double>(breaches), "==", 0, "breaches"};
  Finding finding =
      reason.empty() ? pass("rerun", "score-first", count) : fail("rerun", reason, count);
  finding.message =
      seed_of(run) + ": " +
      (reason.empty() ? grouped(audit.scorings) + " scorings, each before its position was inserted"
                      : joined_sentences(sentences));
  finding.remedy = reason.empty() ? "" : "score a position once, before it is inserted";
  return finding;
}

Finding check_order(const CheckInput& input) {
  return judge_events(input.evidence, {"I1", "I3", "I4", "I5", "I6", "I8"}, from_audit);
}

}  // namespace

CheckCode causality_score_first() {
  return {check_order, {}, kReasons};
}

}  // namespace verifier
