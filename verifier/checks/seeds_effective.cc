// SPDX-License-Identifier: Apache-2.0
// Rule B4: distinct seeds give distinct runs of one configuration. One log passed off as two and
// scores that agree to the last digit fail; a setting that differs fails from the day on which the
// rule says so and is a note before.
#include <array>

#include "verifier/base/escape.h"
#include "verifier/base/numbers.h"
#include "verifier/checks/check_code.h"
#include "verifier/checks/finding_parts.h"
#include "verifier/checks/run_pairs.h"

namespace verifier {
namespace {

constexpr std::string_view kMethod = "log";
constexpr std::array<RuleParam, 3> kParams = {{{"score_decimals", ParamKind::number},
                                               {"settings", ParamKind::word},
                                               {"settings_left_out", ParamKind::list}}};
constexpr std::array<std::string_view, 10> kReasons = {
    "effective", "settings-noted",   "one-log-twice",   "scores-identical", "settings-differ",
    "same-size", "seed-named-twice", "run-set-unclear", "one-run",          "no-log"};
constexpr std::size_t kMostTold = 4;

std::string told(const LogPair& pair) {
  return to_string(Origin{pair.first->path, 0, ""}) + " and " +
         to_string(Origin{pair.second->path, 0, ""}) + " " + pair.why;
}

std::string told(const SettingDifference& difference) {
  return escape_for_terminal(difference.key, 64) + " is " +
         escape_for_terminal(difference.one.value, 64) + " at " + to_string(difference.one.origin) +
         " and " + escape_for_terminal(difference.other.value, 64) + " at " +
         to_string(difference.other.origin);
}

template <typename T>
std::string told_all(const std::vector<T>& items) {
  std::vector<std::string> sentences;
  for (std::size_t i = 0; i < items.size() && i < kMostTold; ++i) {
    sentences.push_back(told(items[i]));
  }
  if (items.size() > kMostTold) {
    sentences.push_back("and " + grouped(items.size() - kMostTold) + " more");
  }
  return joined_sentences(sentences);
}

void point_at(Finding& finding, const std::vector<LogPair>& pairs) {
  for (const LogPair& pair : pairs) {
    finding.origins.push_back({pair.first->path, 0, ""});
    finding.origins.push_back({pair.second->path, 0, ""});
  }
}

Finding of_pairs(std::string_view reason, const std::vector<LogPair>& pairs, std::size_t runs,
                 const std::string& unit) {
  const auto all = static_cast<double>(runs);
  Finding finding =
      fail(kMethod, reason, {all - static_cast<double>(pairs.size()), ">=", all, unit});
  finding.message = told_all(pairs);
  finding.remedy = "give every claimed seed a run and a log of its own";
  point_at(finding, pairs);
  return finding;
}

Finding of_settings(const std::vector<SettingDifference>& differences, bool fails) {
  const Comparison count{static_cast<double>(differences.size()), "<=", 0, "settings"};
  Finding finding =
      fails ? fail(kMethod, "settings-differ", count) : pass(kMethod, "settings-noted", count);
  finding.message = "the runs are not of one configuration: " + told_all(differences);
  finding.remedy = fails ? "claim runs of one configuration only" : "";
  for (const SettingDifference& difference : differences) {
    finding.origins.push_back(difference.one.origin);
    finding.origins.push_back(difference.other.origin);
  }
  return finding;
}

Finding effective(const std::vector<const TrainLog*>& runs) {
  const auto count = static_cast<double>(runs.size());
  Finding finding = pass(kMethod, "effective", {count, ">=", count, "distinct runs"});
  finding.message = counted(runs.size(), "run") +
                    " with scores of their own; no setting that all of them print differs";
  return finding;
}

// What shows in the runs; the first of these that applies decides.
Finding of_runs(const CheckInput& input, const std::vector<const TrainLog*>& runs) {
  const auto scores = identical_scores(runs, static_cast<int>(input.rule.number("score_decimals")));
  if (!scores.empty()) {
    return of_pairs("scores-identical", scores, runs.size(), "distinct scores");
  }
  const auto settings = different_settings(runs, input.rule.list("settings_left_out"));
  if (!settings.empty() && input.rule.word("settings") == "fail") {
    return of_settings(settings, true);
  }
  const auto seeds = seeds_named_twice(runs);
  if (!seeds.empty()) {
    Finding finding = inconclusive(kMethod, "seed-named-twice", told_all(seeds));
    point_at(finding, seeds);
    return finding;
  }
  if (same_size_throughout(runs)) {
    return inconclusive(kMethod, "same-size",
                        "every run logs a packed model of " +
                            grouped(runs.front()->model_bytes->value) + " bytes (" +
                            to_string(runs.front()->model_bytes->origin) +
                            ") though the scores differ: right only where packing does not depend "
                            "on the weights");
  }
  return settings.empty() ? effective(runs) : of_settings(settings, false);
}

Finding check_effective(const CheckInput& input) {
  const Submission& submission = input.submission;
  const std::vector<const TrainLog*> runs = runs_of(submission);
  if (runs.empty()) {
    return without_log(input, kMethod, false);
  }
  const std::vector<LogPair> copies = copied_logs(submission.logs);
  if (copies.empty() && runs.size() < 2) {
    return not_run(kMethod, "one-run", "there is one run, and nothing to compare it with");
  }
  Finding finding = copies.empty()
                        ? of_runs(input, runs)
                        : of_pairs("one-log-twice", copies, copies.size() + 1, "distinct logs");
  if (submission.run_set_is_a_guess && finding.reason != "effective" && copies.empty()) {
    finding = inconclusive(kMethod, "run-set-unclear",
                           "which of the folder's logs make up the claim is unclear; of those "
                           "taken, " +
                               finding.message);
  }
  for (const Origin& origin : finding.origins) {
    add_evidence(finding, submission, {origin.file});
  }
  add_evidence(finding, submission, paths_of(runs));
  return finding;
}

}  // namespace

CheckCode seeds_effective() {
  return {check_effective, kParams, kReasons};
}

}  // namespace verifier
