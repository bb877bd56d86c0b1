// SPDX-License-Identifier: Apache-2.0
#include "verifier/submission/claim_support.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "verifier/submission/decimal.h"
#include "verifier/submission/log_scores.h"

namespace verifier {
namespace {

std::vector<double> finals_of(const Facts& facts) {
  std::vector<double> finals;
  for (const TrainLog* run : facts.runs) {
    if (run->final_score) {
      finals.push_back(run->final_score->val_bpb.value.value);
    }
  }
  return finals;
}

bool any_is_claimed(const Decimal& claim, const std::vector<double>& values) {
  return std::any_of(values.begin(), values.end(),
                     [&](double value) { return is_claimed(claim, value); });
}

std::string folder_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string::npos ? "" : path.substr(0, slash);
}

// Whether the mean over all logs of the folder, or of one of its sub-folders, is the claim.
bool is_mean_of_another_set(const Submission& submission, const Decimal& claim) {
  std::map<std::string, std::vector<double>> sets;
  std::set<std::string> seen;
  for (const TrainLog& log : submission.logs) {
    if (log.final_score && seen.insert(log.sha256).second) {
      sets["everything"].push_back(log.final_score->val_bpb.value.value);
      sets["of " + folder_of(log.path)].push_back(log.final_score->val_bpb.value.value);
    }
  }
  return std::any_of(sets.begin(), sets.end(), [&](const auto& set) {
    return set.second.size() > 1 && is_claimed(claim, mean_of(set.second));
  });
}

// The last score of every label of a log.
std::map<std::string, double> scores_by_label(const TrainLog& log) {
  std::map<std::string, double> scores;
  for (const ScoreLine& score : log.scores) {
    scores[plain_label(score.label)] = score.val_bpb.value.value;
  }
  return scores;
}

bool is_mean_of_another_label(const Facts& facts, const Decimal& claim) {
  std::map<std::string, std::vector<double>> by_label;
  for (const TrainLog* run : facts.runs) {
    for (const auto& [label, score] : scores_by_label(*run)) {
      by_label[label].push_back(score);
    }
  }
  return std::any_of(by_label.begin(), by_label.end(), [&](const auto& entry) {
    return entry.second.size() == facts.runs.size() && is_claimed(claim, mean_of(entry.second));
  });
}

bool is_another_score(const Submission& submission, const Decimal& claim) {
  return std::any_of(submission.logs.begin(), submission.logs.end(), [&](const TrainLog& log) {
    return std::any_of(log.scores.begin(), log.scores.end(), [&](const ScoreLine& score) {
      return is_claimed(claim, score.val_bpb.value.value);
    });
  });
}

// The mean of all scores of one label of one log.
bool is_mean_within_a_log(const Facts& facts, const Decimal& claim) {
  std::map<std::pair<std::string, std::string>, std::vector<double>> scores;
  for (const TrainLog* run : facts.runs) {
    for (const ScoreLine& score : run->scores) {
      scores[{run->path, plain_label(score.label)}].push_back(score.val_bpb.value.value);
    }
  }
  return std::any_of(scores.begin(), scores.end(), [&](const auto& entry) {
    return entry.second.size() > 1 && is_claimed(claim, mean_of(entry.second));
  });
}

// The last validation of the training of one run, or the mean of those of all runs.
bool is_training_score(const Facts& facts, const Decimal& claim) {
  std::vector<double> last;
  for (const TrainLog* run : facts.runs) {
    if (!run->validations.empty()) {
      last.push_back(run->validations.back().val_bpb.value.value);
    }
  }
  return !last.empty() && (any_is_claimed(claim, last) || is_claimed(claim, mean_of(last)));
}

bool is_off_by_rounding(const Decimal& claim, const std::vector<double>& finals) {
  const auto near = [&](double value) {
    return std::fabs(claim.value - value) <= 2 * half_unit(claim) + 1e-12;
  };
  return near(mean_of(finals)) || std::any_of(finals.begin(), finals.end(), near);
}

std::string unsupported(double off) {
  if (off < 1e-4) {
    return "unsupported_lt1e-4";
  }
  if (off < 1e-3) {
    return "unsupported_lt1e-3";
  }
  return off < 1e-2 ? "unsupported_lt1e-2" : "unsupported_ge1e-2";
}

}  // namespace

std::string claim_support(const Submission& submission, const Facts& facts) {
  const std::vector<double> finals = finals_of(facts);
  if (!submission.claims.val_bpb || finals.empty()) {
    return "";
  }
  const Decimal& claim = submission.claims.val_bpb->value;
  const bool single = facts.runs.size() == 1;
  if (is_claimed(claim, mean_of(finals))) {
    return single ? "single_final" : "mean_of_final";
  }
  if (any_is_claimed(claim, finals)) {
    return "one_log_final";
  }
  if (is_mean_of_another_label(facts, claim)) {
    return single ? "single_other_label" : "mean_other_label";
  }
  if (is_another_score(submission, claim)) {
    return single ? "single_other_label" : "one_log_other_label";
  }
  if (is_training_score(facts, claim)) {
    return "last_training_val";
  }
  if (is_mean_of_another_set(submission, claim)) {
    return "mean_other_set";
  }
  if (is_mean_within_a_log(facts, claim)) {
    return "mean_within_one_log";
  }
  return is_off_by_rounding(claim, finals) ? "rounding_only"
                                           : unsupported(std::fabs(claim.value - mean_of(finals)));
}

}  // namespace verifier
