// SPDX-License-Identifier: Apache-2.0
#include "verifier/gather/event_audit.h"

#include <algorithm>

#include "reference_impl/base/file.h"
#include "reference_impl/base/sha256.h"
#include "reference_impl/record/event_file.h"
#include "reference_impl/record/merkle.h"
#include "verifier/gather/rank_audit.h"

namespace verifier {
namespace {

constexpr std::uint64_t kLargestEventFileBytes = 1ULL << 30U;

// I2: every position is in exactly one SCORE.
void judge_coverage(const RunCoverage& coverage, EventAudit& audit, BreachBook& book) {
  EventPlace never{0, 0, 0, 0};
  for (std::uint64_t position = 1; position < coverage.scorings.size(); ++position) {
    const std::uint32_t times = coverage.scorings[position];
    audit.positions_scored += times != 0 ? 1 : 0;
    audit.most_scorings = std::max<std::uint64_t>(audit.most_scorings, times);
    if (times > 1) {
      audit.first_rescored = audit.rescored_positions == 0 ? position : audit.first_rescored;
      audit.last_rescored = position;
      ++audit.rescored_positions;
    }
    if (times == 0) {
      never.first = never.first == 0 ? position : never.first;
      never.last = position;
    }
  }
  if (never.first != 0) {
    book.add("I2", never, "positions from " + std::to_string(never.first) + " were never scored");
  }
  if (audit.rescored_positions != 0) {
    EventPlace place = *coverage.first_repeat;
    place.first = audit.first_rescored;
    place.last = audit.last_rescored;
    book.add("I2", place,
             std::to_string(audit.rescored_positions) + " positions (" +
                 std::to_string(place.first) + ".." + std::to_string(place.last) +
                 ") were scored up to " + std::to_string(audit.most_scorings) + " times");
  }
}

EventAudit audit_all_ranks(const AuditInput& input) {
  const std::uint64_t targets = input.tokens.size() - 1;
  RunCoverage coverage;
  coverage.scorings.assign(input.tokens.size(), 0);
  BreachBook book;
  std::vector<reference::Digest256> leaves;
  RankEnd end;
  bool replayed = true;
  for (std::uint32_t rank = 0; rank < input.world_size; ++rank) {
    const auto path = input.folder / reference::event_file_name(rank);
    const reference::EventFile file = reference::read_event_file(
        reference::read_file(path, kLargestEventFileBytes), path.string());
    leaves.insert(leaves.end(), file.leaves.begin(), file.leaves.end());
    const RankEnd previous = end;
    RankAudit rank_audit(input, rank, rank == 0 ? nullptr : &previous, coverage, book);
    end = rank_audit.run(file);
    // A rank without windows passes on where it stood, in its own digest set.
    if (end.last_scored == 0) {
      end.state = previous.state;
      end.last_scored = previous.last_scored;
    }
    replayed = replayed && rank_audit.scores_replayed();
  }
  if (end.last_scored != targets) {
    book.add("I7", {input.world_size - 1, 0, end.last_scored, end.last_scored},
             "the last rank ends at " + std::to_string(end.last_scored) + ", expected " +
                 std::to_string(targets));
  }
  const std::string root = reference::to_hex(reference::merkle_root(leaves));
  if (!input.event_root.empty() && root != input.event_root) {
    book.add("I8", {}, "the events' root is " + root + ", the run record says " + input.event_root);
  }
  EventAudit audit;
  audit.positions = targets;
  audit.digest_set = end.digest_set == reference::DigestSet::shared ? "shared" : "all";
  audit.scorings = coverage.total;
  audit.scored_after_insert = coverage.after_insert;
  audit.updates_between_repeats = coverage.updates_between_repeats;
  audit.checked = {"I1", "I2", "I3", "I4", "I5", "I6", "I7", "I8"};
  if (replayed) {
    audit.checked.emplace_back("I12");
  }
  judge_coverage(coverage, audit, book);
  audit.breaches = book.breaches();
  return audit;
}

}  // namespace

Result<EventAudit> audit_events(const AuditInput& input) {
  require(input.tokens.size() > 1, "an audit of an empty stream");
  return attempt([&] { return audit_all_ranks(input); });
}

}  // namespace verifier
