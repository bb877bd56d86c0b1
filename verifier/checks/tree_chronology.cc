// SPDX-License-Identifier: Apache-2.0
// Rules C5 and C6: a place on the board is that of the day on which code, logs and score all stood
// in the pull request. Advisory: dates of commits are what a submitter's machine says, so they show
// where to look and decide nothing alone.
#include <algorithm>
#include <array>
#include <optional>

#include "verifier/base/utc_time.h"
#include "verifier/checks/check_code.h"
#include "verifier/checks/finding_parts.h"

namespace verifier {
namespace {

constexpr std::array<RuleParam, 1> kParams = {{{"cutoff", ParamKind::word}}};  // first day after it
constexpr std::array<std::string_view, 6> kReasons = {
    "in-order", "claim-edited", "grace-period", "after-cutoff", "not-landed", "no-git"};
constexpr double kSecondsAnHour = 3600;
constexpr std::size_t kShownDigits = 12;

std::string sentence(const std::string& what, const std::optional<Landing>& landing) {
  if (!landing) {
    return what + " never landed in a commit of the pull request";
  }
  std::string text = what + " landed " + landing->first_utc + " (" +
                     landing->first_commit.substr(0, kShownDigits) + ")";
  if (landing->last_commit != landing->first_commit) {
    text += " and was last changed " + landing->last_utc + " (" +
            landing->last_commit.substr(0, kShownDigits) + ")";
  }
  return text;
}

// Hours from a landing to the cutoff; negative after it.
double hours_before(const std::string& cutoff, const Landing& landing) {
  const auto end = rfc3339_seconds(cutoff + "T00:00:00Z");
  const auto at = rfc3339_seconds(landing.first_utc);
  require(end.has_value() && at.has_value(), "a landing or a cutoff that is no time");
  return static_cast<double>(*end - *at) / kSecondsAnHour;
}

// By the last of the three to land; code alone before the cutoff is what the grace policy is for.
Finding decide_by(const PullRequest& pull_request, const std::string& cutoff) {
  const double code = hours_before(cutoff, *pull_request.code);
  const double all = std::min(
      {code, hours_before(cutoff, *pull_request.logs), hours_before(cutoff, *pull_request.score)});
  const Comparison margin{all, ">=", 0, "hours before the cutoff"};
  if (code <= 0) {
    return fail("static", "after-cutoff", margin);
  }
  if (all <= 0) {
    return inconclusive("static", "grace-period", "");
  }
  const bool edited = pull_request.score->last_commit != pull_request.score->first_commit;
  return pass("static", edited ? "claim-edited" : "in-order", margin);
}

std::string advice(const Finding& finding, const std::string& cutoff) {
  if (finding.reason == "claim-edited") {
    return "; an edit after opening does not keep the earlier place, see what it changed";
  }
  if (finding.reason == "grace-period") {
    return "; the code was there before " + cutoff +
           " and the evidence was not: people decide how far grace reaches";
  }
  return "";
}

Finding check_chronology(const CheckInput& input) {
  if (!input.evidence.pull_request.ok()) {
    return not_run("static", "no-git",
                   "the submission was read without its history; see verify --repo");
  }
  const PullRequest& pull_request = input.evidence.pull_request.value();
  const std::string& cutoff = input.rule.word("cutoff");
  const bool landed = pull_request.code && pull_request.logs && pull_request.score;
  Finding finding =
      landed ? decide_by(pull_request, cutoff) : inconclusive("static", "not-landed", "");
  finding.message = sentence("code", pull_request.code) + "; " +
                    sentence("the first log", pull_request.logs) + "; " +
                    sentence("submission.json", pull_request.score) + advice(finding, cutoff);
  finding.origins = {{"submission.json", 0, ""}};
  finding.evidence.push_back(
      {"manifest", input.submission.manifest_sha256, input.submission.manifest_bytes});
  return finding;
}

}  // namespace

CheckCode tree_chronology() {
  return {check_chronology, kParams, kReasons};
}

}  // namespace verifier
