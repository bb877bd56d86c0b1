// SPDX-License-Identifier: Apache-2.0
// Rule B2: the logs come from the committed script. Compared are the source that a log echoes and
// the code sizes that it prints, with the script as it stands, unpacked, and with its helpers. Logs
// often count the plain source of a script that was packed afterwards, so a packed script is never
// accused.
#include <algorithm>
#include <array>
#include <set>

#include "verifier/base/escape.h"
#include "verifier/base/numbers.h"
#include "verifier/checks/check_code.h"
#include "verifier/checks/finding_parts.h"
#include "verifier/checks/source_findings.h"

namespace verifier {
namespace {

constexpr std::array<std::string_view, 9> kReasons = {
    "same-source", "same-size",         "other-source", "other-size", "changed-by-packing",
    "not-logged",  "source-unreadable", "no-script",    "no-log"};

enum class Match { silent, same_source, same_size, other_source, other_size };

struct RunMatch {
  Match match = Match::silent;
  std::string said;
  Origin origin;
};

std::set<std::uint64_t> known_sizes(const SourceEvidence& source) {
  std::set<std::uint64_t> sizes(source.text_bytes.begin(), source.text_bytes.end());
  sizes.insert({source.bytes, source.unpacked_bytes, source.code_bytes});
  const std::uint64_t helpers = source.code_bytes - source.bytes;
  sizes.insert(source.unpacked_bytes + helpers);
  std::uint64_t all_texts = 0;
  for (const std::uint64_t bytes : source.text_bytes) {
    all_texts += bytes;
  }
  sizes.insert(all_texts);
  return sizes;
}

RunMatch match_of(const TrainLog& run, const SourceEvidence& source) {
  const auto& digests = source.text_digests;
  if (run.source_copy) {
    const bool same =
        std::find(digests.begin(), digests.end(), run.source_copy->value) != digests.end();
    return {same ? Match::same_source : Match::other_source,
            to_string(run.source_copy->origin) + ": the source in the log is " +
                (same ? "the committed one" : "not the committed one"),
            run.source_copy->origin};
  }
  const std::set<std::uint64_t> sizes = known_sizes(source);
  RunMatch found;
  for (const Claim<std::uint64_t>& size : run.all_code_bytes) {
    const bool same = sizes.count(size.value) == 1;
    if (same || found.match == Match::silent) {
      found = {same ? Match::same_size : Match::other_size,
               to_string(size.origin) + ": the log counts " + counted(size.value, "byte") +
                   " of code, the script has " + counted(source.bytes, "byte") +
                   (source.unpacked_bytes == source.bytes
                        ? ""
                        : " (" + grouped(source.unpacked_bytes) + " unpacked)"),
               size.origin};
    }
    if (same) {
      break;
    }
  }
  return found;
}

// The reason that all runs together give: the worst one there is.
Match together(const std::vector<RunMatch>& runs) {
  for (const Match worst :
       {Match::other_source, Match::other_size, Match::same_size, Match::same_source}) {
    if (std::any_of(runs.begin(), runs.end(),
                    [&](const auto& run) { return run.match == worst; })) {
      return worst;
    }
  }
  return Match::silent;
}

Finding finding_of(Match match, double differing, const CheckInput& input) {
  const SourceEvidence& source = input.evidence.source.value();
  const Comparison comparison{differing, "==", 0, "runs of another source"};
  const bool differs = match == Match::other_source || match == Match::other_size;
  if (!differs) {
    return pass("log", match == Match::same_source ? "same-source" : "same-size", comparison);
  }
  if (const auto unread = with_unread_source(input)) {
    return *unread;
  }
  if (!source.layers.empty()) {
    return inconclusive("log", "changed-by-packing", "");
  }
  return fail("log", match == Match::other_source ? "other-source" : "other-size", comparison);
}

Finding check_matches_log(const CheckInput& input) {
  if (const auto finding = without_source(input)) {
    return *finding;
  }
  const std::vector<const TrainLog*> runs = runs_of(input.submission);
  if (runs.empty()) {
    return without_log(input, "log", false);
  }
  std::vector<RunMatch> matches;
  matches.reserve(runs.size());
  for (const TrainLog* run : runs) {
    matches.push_back(match_of(*run, input.evidence.source.value()));
  }
  const Match match = together(matches);
  if (match == Match::silent) {
    return not_run("log", "not-logged",
                   counted(runs.size(), "run") + ": no log echoes its source or prints its size");
  }
  double differing = 0;
  std::vector<std::string> sentences;
  std::vector<Origin> origins;
  for (const RunMatch& run : matches) {
    differing += run.match == Match::other_source || run.match == Match::other_size ? 1 : 0;
    if (run.match == match) {
      sentences.push_back(run.said);
      origins.push_back(run.origin);
    }
  }
  Finding finding = finding_of(match, differing, input);
  finding.message =
      joined_sentences(sentences) + (finding.message.empty() ? "" : "; " + finding.message);
  finding.origins = origins;
  std::vector<std::string> paths = paths_of(runs);
  paths.push_back(input.evidence.source.value().script);
  add_evidence(finding, input.submission, paths);
  return finding;
}

}  // namespace

CheckCode source_matches_log() {
  return {check_matches_log, {}, kReasons};
}

}  // namespace verifier
