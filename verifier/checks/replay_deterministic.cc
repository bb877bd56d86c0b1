// SPDX-License-Identifier: Apache-2.0
// Rule B6: a second evaluation of the same artifact gives the same events and the same sum, to the
// bit (invariant I12). Where it does not, nothing that rests on one run is proved.
#include <array>
#include <cmath>

#include "verifier/base/escape.h"
#include "verifier/checks/check_code.h"
#include "verifier/checks/finding_parts.h"

namespace verifier {
namespace {

constexpr std::array<std::string_view, 2> kReasons = {"identical", "nondeterministic-replay"};

Finding check_replay(const CheckInput& input) {
  const auto& rerun = input.evidence.rerun;
  if (!rerun.ok()) {
    return without_rerun(rerun.failure(), "rerun");
  }
  if (!rerun.value().replay.ok()) {
    return without_rerun(rerun.value().replay.failure(), "rerun");
  }
  const ReplayEvidence& replay = rerun.value().replay.value();
  const bool same_events = replay.first_event_root == replay.second_event_root;
  const bool same_sum = replay.first_sum_nats == replay.second_sum_nats;
  const std::string seed = "seed " + std::to_string(replay.seed) + ": ";
  if (!same_events || !same_sum) {
    return inconclusive("rerun", "nondeterministic-replay",
                        seed + "a second evaluation gives other " +
                            (same_sum      ? "events"
                             : same_events ? "sums"
                                           : "events and sums") +
                            " (roots " + escape_for_terminal(replay.first_event_root, 64) +
                            " and " + escape_for_terminal(replay.second_event_root, 64) + ")");
  }
  Finding finding = pass("rerun", "identical", {0, "==", 0, "nats"});
  finding.message = seed + "a second evaluation gives the same event root " +
                    escape_for_terminal(replay.first_event_root, 64) + " and the same sum";
  add_evidence(finding, replay.files);
  return finding;
}

}  // namespace

CheckCode replay_deterministic() {
  return {check_replay, {}, kReasons};
}

}  // namespace verifier
