// SPDX-License-Identifier: Apache-2.0
// Rule D2: training and validation documents are disjoint. Logs carry marks of a known preparation
// that mixes them; a mark is evidence and no proof, so that it never fails.
#include <array>

#include "verifier/base/escape.h"
#include "verifier/base/numbers.h"
#include "verifier/checks/check_code.h"
#include "verifier/checks/finding_parts.h"

namespace verifier {
namespace {

constexpr std::array<std::string_view, 3> kReasons = {"no-marks", "marked", "no-log"};

Finding check_overlap(const CheckInput& input) {
  const std::vector<const TrainLog*> runs = runs_of(input.submission);
  if (runs.empty()) {
    return without_log(input, "log", false);
  }
  std::vector<std::string> sentences;
  std::vector<Origin> places;
  for (const TrainLog* run : runs) {
    for (const Claim<std::string>& mark : run->overlap_marks) {
      sentences.push_back(to_string(mark.origin) + ": " + escape_for_terminal(mark.value, 120));
      places.push_back(mark.origin);
    }
  }
  if (sentences.empty()) {
    Finding finding = pass("log", "no-marks", {0, "==", 0, "marks"});
    finding.message = counted(runs.size(), "run") + " without the known marks";
    add_evidence(finding, input.submission, paths_of(runs));
    return finding;
  }
  Finding finding = inconclusive("log", "marked", joined_sentences(sentences));
  finding.origins = places;
  finding.remedy =
      "show how the training shards were made; validation is the first 50,000 "
      "documents, and none of them may be among them";
  add_evidence(finding, input.submission, paths_of(runs));
  return finding;
}

}  // namespace

CheckCode data_overlap() {
  return {check_overlap, {}, kReasons};
}

}  // namespace verifier
