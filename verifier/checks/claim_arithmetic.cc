// SPDX-License-Identifier: Apache-2.0
// Rule B4 and statistics.md 4.4: the claimed mean and deviation recomputed from the runs. What does
// not follow fails where it flatters the claim, and is a note where it does not.
#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include "verifier/base/numbers.h"
#include "verifier/checks/check_code.h"
#include "verifier/checks/claimed_significance.h"
#include "verifier/checks/finding_parts.h"
#include "verifier/checks/score_claim.h"
#include "verifier/statistics/moments.h"
#include "verifier/submission/decimal.h"

namespace verifier {
namespace {

constexpr std::array<RuleParam, 2> kParams = {
    {{"note_bpb", ParamKind::number}, {"deviation_slack", ParamKind::number}}};
constexpr std::array<std::string_view, 11> kReasons = {"mean-follows",
                                                       "single-run",
                                                       "one-run-of-several",
                                                       "rounding",
                                                       "worse-than-mean",
                                                       "better-than-mean",
                                                       "deviation-too-small",
                                                       "below-best-logged",
                                                       "run-set-unclear",
                                                       "no-claim",
                                                       "no-log"};

struct Deviations {
  double sample = 0;
  double population = 0;
};

// Which formula a claimed deviation comes from; empty where neither gives it.
std::string formula_of(const Decimal& claim, const Deviations& found, double slack) {
  if (rounds_to(claim, found.sample)) {
    return "the sample formula (n-1)";
  }
  if (rounds_to(claim, found.population)) {
    return "the population formula (n)";
  }
  const auto near = [&](double value) {
    return std::fabs(claim.value - value) <= slack * value + half_unit(claim);
  };
  if (near(found.sample)) {
    return "the sample formula (n-1) on rounded scores";
  }
  return near(found.population) ? "the population formula (n) on rounded scores" : "";
}

std::string told(const Deviations& found) {
  return "sample " + fixed(found.sample, 8) + ", population " + fixed(found.population, 8);
}

// Says which formula a claimed deviation follows; a smaller one than either turns a pass into fail.
void judge_deviation(const CheckInput& input, const std::vector<double>& finals, Finding& finding) {
  if (finals.size() < 2) {
    return;
  }
  const Deviations found{statistics::sample_deviation(finals),
                         statistics::population_deviation(finals)};
  const auto& claim = input.submission.claims.val_bpb_std;
  if (!claim) {
    finding.message += "; no deviation is claimed (" + told(found) + ")";
    return;
  }
  const std::string formula = formula_of(claim->value, found, input.rule.number("deviation_slack"));
  const std::string said =
      "; " + to_string(claim->origin) + " claims deviation " + claim->value.text;
  finding.message += formula.empty() ? said + ", recomputed " + told(found) : said + ", " + formula;
  finding.origins.push_back(claim->origin);
  const bool flatters = formula.empty() && claim->value.value < found.population;
  if (flatters && finding.status == Status::pass) {
    const std::string message = finding.message;
    finding = fail("statistical", "deviation-too-small",
                   {claim->value.value, ">=", found.population, "bpb"});
    finding.message = message;
    finding.origins = {claim->origin};
  }
}

// The smallest score of any kind that a log prints; empty where it prints none.
std::optional<double> best_logged(const TrainLog& log) {
  std::optional<double> best;
  const auto take = [&](const Claim<Decimal>& score) {
    best = best ? std::min(*best, score.value.value) : score.value.value;
  };
  for (const ScoreLine& score : log.scores) {
    take(score.val_bpb);
  }
  for (const TrainingValidation& validation : log.validations) {
    take(validation.val_bpb);
  }
  return best;
}

Finding below_best(const Claims::PerSeed& claim, const TrainLog& run, double best) {
  Finding finding =
      fail("statistical", "below-best-logged", {claim.val_bpb.value.value, ">=", best, "bpb"});
  finding.message = to_string(claim.val_bpb.origin) + " claims " + claim.val_bpb.value.text +
                    " for seed " + std::to_string(claim.seed) + "; the best score that " +
                    to_string(Origin{run.path, 0, ""}) + " prints is " + fixed(best, 8);
  finding.remedy = "claim what the log of that seed says";
  finding.origins = {claim.val_bpb.origin};
  return finding;
}

// The first claimed score of a seed that is better than anything its log prints.
std::optional<Finding> first_below_best(const CheckInput& input,
                                        const std::vector<const TrainLog*>& runs) {
  const double note = input.rule.number("note_bpb");
  for (const Claims::PerSeed& claim : input.submission.claims.per_seed) {
    const auto run = std::find_if(runs.begin(), runs.end(),
                                  [&](const TrainLog* r) { return r->seed == claim.seed; });
    const auto best = run == runs.end() ? std::nullopt : best_logged(**run);
    if (best && claim.val_bpb.value.value < *best - note) {
      return below_best(claim, **run, *best);
    }
  }
  return std::nullopt;
}

// It turns a pass into fail.
void judge_seeds(const CheckInput& input, const std::vector<const TrainLog*>& runs,
                 Finding& finding) {
  auto worse = first_below_best(input, runs);
  if (!worse || finding.status != Status::pass) {
    return;
  }
  worse->tolerance = input.rule.number("note_bpb");
  worse->message += "; " + finding.message;
  finding = *worse;
}

struct Outcome {
  bool good = true;
  std::string reason;
  std::string sentence;
};

Outcome outcome_of(const SupportedScore& score, double note) {
  const std::string mean =
      "the mean of " + counted(score.finals.size(), "run") + " is " + fixed(score.mean, 8);
  switch (score.support) {
    case ScoreSupport::single_run:
      return {true, "single-run", "one run, so there is no mean or deviation to recompute"};
    case ScoreSupport::mean_of_runs:
      return {true, "mean-follows", mean + ", which rounds to the claim"};
    case ScoreSupport::one_of_runs:
      return {
          true, "one-run-of-several",
          "it is the score of one run (" + to_string(score.origin) + "), not the mean; " + mean};
    default:
      break;
  }
  if (score.support == ScoreSupport::near_miss || std::fabs(score.difference) < note) {
    return {true, "rounding", mean + ", off by rounding"};
  }
  return {false, "", mean};
}

Finding judge_mean(const CheckInput& input, const SupportedScore& score) {
  const Claim<Decimal>& claim = *input.submission.claims.val_bpb;
  const double note = input.rule.number("note_bpb");
  Outcome outcome = outcome_of(score, note);
  const bool flatters = !outcome.good && claim.value.value < score.mean;
  if (!outcome.good) {
    outcome.reason = flatters ? "better-than-mean" : "worse-than-mean";
  }
  const Comparison distance{std::fabs(claim.value.value - score.mean), "<=", half_unit(claim.value),
                            "bpb"};
  Finding finding = flatters ? fail("statistical", outcome.reason, distance)
                             : pass("statistical", outcome.reason, distance);
  finding.tolerance = note;
  finding.message =
      to_string(claim.origin) + " claims " + claim.value.text + ": " + outcome.sentence;
  finding.remedy = flatters ? "claim the mean of the runs" : "";
  finding.origins = {claim.origin};
  return finding;
}

Finding check_arithmetic(const CheckInput& input) {
  const Submission& submission = input.submission;
  if (!submission.claims.val_bpb) {
    return not_run("statistical", "no-claim", "submission.json claims no score");
  }
  const std::vector<const TrainLog*> runs = runs_of(submission);
  const bool scored = std::any_of(runs.begin(), runs.end(),
                                  [](const TrainLog* run) { return run->final_score.has_value(); });
  if (!scored) {
    return without_log(input, "statistical", false);
  }
  const SupportedScore score =
      support_of(submission.claims.val_bpb->value, submission, runs, input.rule.number("note_bpb"));
  Finding finding = judge_mean(input, score);
  if (submission.run_set_is_a_guess && finding.reason != "mean-follows") {
    return inconclusive("statistical", "run-set-unclear",
                        "the folder's " + counted(runs.size(), "log") +
                            " are not named by seed; which of them make up the claim is unclear");
  }
  // Of a claim that is no mean of these runs, the deviation is not either.
  const bool is_mean = finding.reason == "mean-follows" || finding.reason == "rounding";
  if (is_mean && !submission.run_set_is_a_guess) {
    judge_deviation(input, score.finals, finding);
  }
  judge_seeds(input, runs, finding);
  finding.message += claimed_significance_text(input);
  add_evidence(finding, submission, {submission.claims.val_bpb->origin.file});
  add_evidence(finding, submission, paths_of(runs));
  return finding;
}

}  // namespace

CheckCode claim_arithmetic() {
  return {check_arithmetic, kParams, kReasons};
}

}  // namespace verifier
