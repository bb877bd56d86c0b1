// SPDX-License-Identifier: Apache-2.0
#include "verifier/verify_case.h"

#include <utility>

#include "reference_impl/base/file.h"
#include "verifier/base/utc_time.h"
#include "verifier/report/report.h"
#include "verifier/source/source_gather.h"

namespace verifier {
namespace {

constexpr std::uint64_t kLargestRulesBytes = 4ULL << 20U;
constexpr std::size_t kDateBytes = 10;
constexpr const char* kTracks[] = {"track_10min_16mb", "track_non_record_16mb"};

std::string text_of(const std::filesystem::path& file) {
  return reference::read_file(file, kLargestRulesBytes);
}

void choose_date(const CaseOptions& options, Case& matter) {
  const bool from_git =
      matter.pull_request.ok() && !matter.pull_request.value().created_utc.empty();
  if (!options.date.empty()) {
    matter.date = options.date;
    matter.date_source = "--date";
  } else if (from_git) {
    matter.date = matter.pull_request.value().created_utc.substr(0, kDateBytes);
    matter.date_source = "first commit";
  } else if (matter.submission.claims.date) {
    matter.date = matter.submission.claims.date->value;
    matter.date_source = "claim";
  } else {
    matter.date = options.today;
    matter.date_source = "today";
  }
}

}  // namespace

Result<Law> read_law(const std::filesystem::path& rules) {
  return attempt([&] {
    const Board board = board_from_text(text_of(rules / "records.json"), "records.json");
    Law law;
    for (const char* track : kTracks) {
      const std::string name = std::string(track) + ".json";
      Rulebook rulebook = rulebook_from_text(text_of(rules / name), name, check_params());
      rulebook.board = board;
      law.by_track.emplace(track, std::move(rulebook));
    }
    return law;
  });
}

Case make_case(SubmissionSource source, const Result<PullRequest>& pull_request, const Law& law,
               const CaseOptions& options) {
  Case matter;
  matter.source = std::move(source);
  matter.source.track_option = options.track;
  matter.submission = read_submission(matter.source);
  matter.pull_request = pull_request;
  matter.rulebook = law.by_track.at(matter.submission.track);
  choose_date(options, matter);
  return matter;
}

Result<Case> git_case(const GitHistory& history, const GitQuestion& question, const Law& law,
                      const CaseOptions& options) {
  Result<GitSubmission> read = read_pull_request(history, question);
  if (read.ok()) {
    return make_case(std::move(read.value().source), read.value().pull_request, law, options);
  }
  if (read.failure().kind == ErrorKind::usage) {
    return read.failure();
  }
  SubmissionSource nothing;
  nothing.name = question.number == 0 ? "unread" : "pr-" + std::to_string(question.number);
  return make_case(std::move(nothing), read.failure(), law, options);
}

std::string today_of(std::int64_t seconds) {
  return rfc3339_text(seconds).substr(0, kDateBytes);
}

Evidence static_evidence(const Case& matter) {
  Evidence evidence;
  evidence.source = gather_source(matter.source, matter.submission);
  evidence.pull_request = matter.pull_request;
  evidence.rerun = Failure{ErrorKind::resource_absent, "disabled", "the rerun was not asked for"};
  return evidence;
}

std::vector<Finding> judge_case(const Case& matter, const Evidence& evidence) {
  return well_formed(
      judge(matter.rulebook, matter.submission, evidence, matter.stage, matter.date));
}

Result<Judgement> judge_pull_request(const GitHistory& history, const GitQuestion& question,
                                     const Law& law, const CaseOptions& options) {
  Result<Case> matter = git_case(history, question, law, options);
  if (!matter.ok()) {
    return matter.failure();
  }
  Judgement judgement;
  judgement.matter = std::move(matter.value());
  judgement.evidence = static_evidence(judgement.matter);
  judgement.findings = judge_case(judgement.matter, judgement.evidence);
  judgement.verdict = decide(judgement.findings, required_checks(judgement.matter.stage));
  return judgement;
}

}  // namespace verifier
