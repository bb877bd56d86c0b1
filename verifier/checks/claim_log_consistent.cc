// SPDX-License-Identifier: Apache-2.0
// Rule B2: what submission.json says against what the logs and files say: score, scores of single
// seeds, bytes, boasts. Every contradiction is told; the first decides the reason.
#include <algorithm>
#include <array>
#include <cmath>

#include "verifier/base/escape.h"
#include "verifier/base/numbers.h"
#include "verifier/checks/check_code.h"
#include "verifier/checks/finding_parts.h"
#include "verifier/checks/score_claim.h"
#include "verifier/submission/decimal.h"

namespace verifier {
namespace {

constexpr std::array<RuleParam, 3> kParams = {{{"note_bpb", ParamKind::number},
                                               {"note_bytes", ParamKind::number},
                                               {"note_ms", ParamKind::number}}};
constexpr std::array<std::string_view, 9> kReasons = {"consistent",
                                                      "score-not-in-logs",
                                                      "seed-score-not-in-logs",
                                                      "bytes-not-in-logs",
                                                      "time-not-in-logs",
                                                      "boast-contradicted",
                                                      "no-log",
                                                      "no-claim",
                                                      "no-score-in-logs"};

// What the comparison has told so far.
struct Comparing {
  const CheckInput& input;
  std::vector<const TrainLog*> runs;
  std::vector<std::string> agreements;
  std::vector<std::string> contradictions;
  std::string reason;  // of the first contradiction
  std::vector<Origin> origins;

  void contradict(const std::string& why, const std::string& sentence, const Origin& origin) {
    reason = reason.empty() ? why : reason;
    contradictions.push_back(sentence);
    origins.push_back(origin);
  }
  void agree(const std::string& sentence, const Origin& origin) {
    agreements.push_back(sentence);
    origins.push_back(origin);
  }
};

std::string claimed(const Claim<Decimal>& claim) {
  return to_string(claim.origin) + " claims " + claim.value.text;
}

std::string carried_by(const SupportedScore& score, std::size_t runs) {
  const std::string place = to_string(score.origin);
  switch (score.support) {
    case ScoreSupport::single_run:
      return place + " has it as the final score";
    case ScoreSupport::mean_of_runs:
      return "it is the mean " + fixed(score.mean, 8) + " of " + counted(runs, "run");
    case ScoreSupport::one_of_runs:
      return place + " has it as the final score of one run of " + grouped(runs);
    case ScoreSupport::near_miss:
      return "it is off by " + fixed(std::fabs(score.difference), 8) + ", which is rounding";
    case ScoreSupport::other_score:
      return place + " has it, but as \"" + escape_for_terminal(score.label, 120) +
             "\", which is not the final score; the finals average " + fixed(score.mean, 8);
    case ScoreSupport::training_score:
      return place + " has it, but as a validation during training; the finals average " +
             fixed(score.mean, 8);
    case ScoreSupport::nothing:
      return "no line of the logs has it; the finals average " + fixed(score.mean, 8);
  }
  return "";
}

void compare_score(Comparing& comparing) {
  const auto& claim = comparing.input.submission.claims.val_bpb;
  const SupportedScore score = support_of(claim->value, comparing.input.submission, comparing.runs,
                                          comparing.input.rule.number("note_bpb"));
  const std::string sentence = claimed(*claim) + ": " + carried_by(score, score.finals.size());
  // A score of the logs that is worse than the final one boasts of nothing.
  const bool modest = score.support == ScoreSupport::other_score && claim->value.value > score.mean;
  if (score.support < ScoreSupport::other_score || modest) {
    comparing.agree(modest ? sentence + ", better than what is claimed" : sentence, score.origin);
  } else {
    comparing.contradict("score-not-in-logs", sentence, claim->origin);
  }
}

// Whether any log of a seed has the value in a score line, to one unit of its last digit.
bool seed_has_score(const Submission& submission, std::uint64_t seed, const Decimal& value,
                    double note) {
  const auto has = [&](const ScoreLine& score) {
    return rounds_to(value, score.val_bpb.value.value, std::max(half_unit(value), note));
  };
  return std::any_of(submission.logs.begin(), submission.logs.end(), [&](const TrainLog& log) {
    return log.seed == seed && std::any_of(log.scores.begin(), log.scores.end(), has);
  });
}

void compare_seeds(Comparing& comparing) {
  const Submission& submission = comparing.input.submission;
  const double note = comparing.input.rule.number("note_bpb");
  for (const Claims::PerSeed& claim : submission.claims.per_seed) {
    const bool logged = std::any_of(submission.logs.begin(), submission.logs.end(),
                                    [&](const TrainLog& log) { return log.seed == claim.seed; });
    if (logged && !seed_has_score(submission, claim.seed, claim.val_bpb.value, note)) {
      comparing.contradict("seed-score-not-in-logs",
                           claimed(claim.val_bpb) + " for seed " + std::to_string(claim.seed) +
                               ": no score line of that seed has it",
                           claim.val_bpb.origin);
    }
  }
}

std::vector<std::uint64_t> logged_totals(const std::vector<const TrainLog*>& runs) {
  std::vector<std::uint64_t> totals;
  for (const TrainLog* run : runs) {
    if (run->total_bytes) {
      totals.push_back(run->total_bytes->value);
    }
  }
  return totals;
}

// The run whose total lies nearest to the claim.
const TrainLog& nearest_total(const std::vector<const TrainLog*>& runs, double claim) {
  const TrainLog* nearest = nullptr;
  const auto distance = [&](const TrainLog* run) {
    return std::fabs(static_cast<double>(run->total_bytes->value) - claim);
  };
  for (const TrainLog* run : runs) {
    const bool nearer =
        run->total_bytes && (nearest == nullptr || distance(run) < distance(nearest));
    nearest = nearer ? run : nearest;
  }
  return *nearest;
}

void compare_bytes(Comparing& comparing) {
  const auto& claim = comparing.input.submission.claims.bytes_total;
  const std::vector<std::uint64_t> totals = logged_totals(comparing.runs);
  if (!claim || totals.empty()) {
    return;
  }
  const auto value = static_cast<double>(claim->value);
  const TrainLog& run = nearest_total(comparing.runs, value);
  double sum = 0;
  for (const std::uint64_t total : totals) {
    sum += static_cast<double>(total);
  }
  const double mean = sum / static_cast<double>(totals.size());
  const double off = std::min(std::fabs(value - static_cast<double>(run.total_bytes->value)),
                              std::fabs(value - mean));
  const std::string sentence = to_string(claim->origin) + " claims " + grouped(claim->value) +
                               " bytes; " + to_string(run.total_bytes->origin) + " says " +
                               grouped(run.total_bytes->value);
  if (off <= comparing.input.rule.number("note_bytes")) {
    comparing.agree(sentence, run.total_bytes->origin);
  } else {
    comparing.contradict("bytes-not-in-logs", sentence, claim->origin);
  }
}

// Whether a log's total, or its packed model alone, is a number of bytes within `note`.
bool logs_bytes(const TrainLog& log, double bytes, double note) {
  const auto near = [&](const MaybeClaim<std::uint64_t>& logged) {
    return logged && std::fabs(static_cast<double>(logged->value) - bytes) <= note;
  };
  return near(log.total_bytes) || near(log.model_bytes);
}

// The bytes that are claimed for a seed, against every total that its logs print.
void compare_bytes_of(Comparing& comparing, const Claims::PerSeed& claim) {
  const double note = comparing.input.rule.number("note_bytes");
  const TrainLog* contradicting = nullptr;
  for (const TrainLog& log : comparing.input.submission.logs) {
    if (log.seed != claim.seed || !log.total_bytes) {
      continue;
    }
    if (logs_bytes(log, static_cast<double>(claim.artifact_bytes->value), note)) {
      return;
    }
    contradicting = &log;
  }
  if (contradicting == nullptr) {
    return;
  }
  comparing.contradict("bytes-not-in-logs",
                       to_string(claim.artifact_bytes->origin) + " claims " +
                           grouped(claim.artifact_bytes->value) + " bytes for seed " +
                           std::to_string(claim.seed) + "; " +
                           to_string(contradicting->total_bytes->origin) + " says " +
                           grouped(contradicting->total_bytes->value),
                       claim.artifact_bytes->origin);
}

void compare_seed_bytes(Comparing& comparing) {
  for (const Claims::PerSeed& claim : comparing.input.submission.claims.per_seed) {
    if (claim.artifact_bytes) {
      compare_bytes_of(comparing, claim);
    }
  }
}

// The slowest of some times of the runs; null where no log has one.
template <typename Time>
std::optional<Claim<double>> slowest(const std::vector<const TrainLog*>& runs, Time time_ms) {
  std::optional<Claim<double>> found;
  for (const TrainLog* run : runs) {
    const std::optional<Claim<double>> time = time_ms(*run);
    if (time && (!found || time->value > found->value)) {
      found = time;
    }
  }
  return found;
}

std::optional<Claim<double>> train_ms(const TrainLog& run) {
  if (!run.train_ms) {
    return std::nullopt;
  }
  return Claim<double>{static_cast<double>(run.train_ms->value), run.train_ms->origin};
}

// The whole of evaluation where the log tells it, else the pass of the final score.
std::optional<Claim<double>> eval_ms(const TrainLog& run) {
  if (run.total_eval_s) {
    return Claim<double>{run.total_eval_s->value * 1000, run.total_eval_s->origin};
  }
  return run.eval_ms;
}

// The quickest training of the runs; null where no log has a time.
std::optional<Claim<double>> quickest_training(const std::vector<const TrainLog*>& runs) {
  std::optional<Claim<double>> found;
  for (const TrainLog* run : runs) {
    const std::optional<Claim<double>> time = train_ms(*run);
    if (time && (!found || time->value < found->value)) {
      found = time;
    }
  }
  return found;
}

// A claimed time may be rounded up, a mean, or a limit; one below every log's is contradicted.
void compare_time(Comparing& comparing, const std::string& what, const MaybeClaim<double>& claim,
                  const std::optional<Claim<double>>& logged_ms) {
  const double note_ms = comparing.input.rule.number("note_ms");
  if (claim && logged_ms && claim->value > 0 && claim->value * 1000 < logged_ms->value - note_ms) {
    comparing.contradict("time-not-in-logs",
                         to_string(claim->origin) + " claims " + fixed(claim->value, 1) + " s of " +
                             what + "; " + to_string(logged_ms->origin) + " says " +
                             fixed(logged_ms->value / 1000, 1) + " s",
                         claim->origin);
  }
}

void compare_times(Comparing& comparing) {
  const Claims& claims = comparing.input.submission.claims;
  compare_time(comparing, "training", claims.train_s, quickest_training(comparing.runs));
}

constexpr double kBoastedMs = 600'000;
constexpr double kBoastedBytes = 16'000'000;
constexpr std::size_t kBoastedSeeds = 3;

void contradict_boast(Comparing& comparing, const MaybeClaim<bool>& boast, const std::string& says,
                      const std::string& found) {
  comparing.contradict("boast-contradicted",
                       to_string(boast->origin) + " says " + says + "; " + found, boast->origin);
}

// A step that crosses the limit is what practice lets pass, so the boast stands within `note_ms`.
void compare_time_boast(Comparing& comparing, const MaybeClaim<bool>& boast,
                        const std::string& what, const std::optional<Claim<double>>& logged_ms) {
  if (boast && logged_ms &&
      logged_ms->value > kBoastedMs + comparing.input.rule.number("note_ms")) {
    contradict_boast(
        comparing, boast, what + " under 600 s",
        to_string(logged_ms->origin) + " has " + fixed(logged_ms->value / 1000, 1) + " s");
  }
}

void compare_flags(Comparing& comparing) {
  const Claims& claims = comparing.input.submission.claims;
  compare_time_boast(comparing, claims.train_under_600s, "training",
                     slowest(comparing.runs, train_ms));
  compare_time_boast(comparing, claims.eval_under_600s, "evaluation",
                     slowest(comparing.runs, eval_ms));
  // How code is counted differs; a packed model that is over by itself is over in any count.
  for (const TrainLog* run : comparing.runs) {
    const bool over = claims.artifact_under_16mb && run->model_bytes &&
                      static_cast<double>(run->model_bytes->value) > kBoastedBytes;
    if (over) {
      contradict_boast(comparing, claims.artifact_under_16mb, "under 16 MB",
                       to_string(run->model_bytes->origin) + " has a model of " +
                           grouped(run->model_bytes->value) + " bytes");
      break;
    }
  }
  if (claims.three_seeds && comparing.runs.size() < kBoastedSeeds) {
    contradict_boast(comparing, claims.three_seeds, "three seeds",
                     "the folder has the logs of " + counted(comparing.runs.size(), "run"));
  }
}

void compare_boast(Comparing& comparing) {
  const auto& boast = comparing.input.submission.claims.under_1500_lines;
  const auto& script = comparing.input.submission.script;
  constexpr std::uint64_t kBoasted = 1500;
  if (boast && script && !script->packed && script->lines > kBoasted) {
    comparing.contradict("boast-contradicted",
                         to_string(boast->origin) + " says under 1,500 lines; " +
                             escape_for_terminal(script->path, 256) + " has " +
                             grouped(script->lines),
                         boast->origin);
  }
}

Finding conclude(const Comparing& comparing) {
  const Submission& submission = comparing.input.submission;
  const bool good = comparing.contradictions.empty();
  const Comparison count{static_cast<double>(comparing.contradictions.size()), "==", 0,
                         "contradictions"};
  Finding finding = good ? pass("log", "consistent", count) : fail("log", comparing.reason, count);
  finding.message = joined_sentences(good ? comparing.agreements : comparing.contradictions);
  finding.remedy = good ? "" : "make submission.json say what the logs say, or add the missing log";
  finding.origins = comparing.origins;
  add_evidence(finding, submission, {submission.claims.val_bpb->origin.file});
  add_evidence(finding, submission, paths_of(comparing.runs));
  return finding;
}

Finding check_claims(const CheckInput& input) {
  const std::vector<const TrainLog*> runs = runs_of(input.submission);
  if (!input.submission.claims.val_bpb) {
    return not_run("log", "no-claim", "submission.json claims no score");
  }
  if (runs.empty()) {
    return without_log(input, "log", false);
  }
  const bool scored = std::any_of(runs.begin(), runs.end(),
                                  [](const TrainLog* run) { return run->final_score.has_value(); });
  if (!scored) {
    return inconclusive("log", "no-score-in-logs",
                        "no log has a line that scores the validation set");
  }
  Comparing comparing{input, runs, {}, {}, "", {}};
  compare_score(comparing);
  compare_seeds(comparing);
  compare_bytes(comparing);
  compare_seed_bytes(comparing);
  compare_times(comparing);
  compare_boast(comparing);
  compare_flags(comparing);
  return conclude(comparing);
}

}  // namespace

CheckCode claim_log_consistent() {
  return {check_claims, kParams, kReasons};
}

}  // namespace verifier
