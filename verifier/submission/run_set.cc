// SPDX-License-Identifier: Apache-2.0
#include "verifier/submission/run_set.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>

#include "verifier/submission/decimal.h"
#include "verifier/submission/defects.h"
#include "verifier/submission/log_scores.h"

namespace verifier {
namespace {

bool is_top_level(const TrainLog& log) {
  return log.path.find('/') == std::string::npos;
}

// "seed1 seed2 seed3" count the runs; they are not the seeds.
bool names_are_ordinals(const std::vector<TrainLog>& logs) {
  std::set<std::uint64_t> named;
  for (const TrainLog& log : logs) {
    if (log.seed_in_name) {
      named.insert(log.seed_in_name->value);
    }
  }
  return !named.empty() && *named.begin() == 1 && *named.rbegin() == named.size();
}

void choose_seeds(std::vector<TrainLog>& logs) {
  const bool ordinals = names_are_ordinals(logs);
  for (TrainLog& log : logs) {
    const auto& first = ordinals ? log.seed_in_log : log.seed_in_name;
    const auto& second = ordinals ? log.seed_in_name : log.seed_in_log;
    if (first) {
      log.seed = first->value;
    } else if (second) {
      log.seed = second->value;
    }
  }
}

bool ends_with_name(const TrainLog& log, const std::string& name) {
  return log.path.substr(log.path.rfind('/') + 1) == name;
}

// How much a log has to say: a final score of the packed weights, another score, none.
int rank_of(const TrainLog& log) {
  if (!log.final_score) {
    return 0;
  }
  return log.final_score->diagnostic || log.final_score->second_class ? 1 : 2;
}

// Whether one of the log's scores is what the submission claims for the log's seed.
bool matches_claim(const TrainLog& log, const Claims& claims) {
  return std::any_of(claims.per_seed.begin(), claims.per_seed.end(), [&](const auto& claim) {
    const auto is_claim = [&](const ScoreLine& score) {
      return std::abs(claim.val_bpb.value.value - score.val_bpb.value.value) <=
             half_unit(claim.val_bpb.value) + 1e-12;
    };
    return log.seed && claim.seed == *log.seed &&
           std::any_of(log.scores.begin(), log.scores.end(), is_claim);
  });
}

// Those of some logs that have most to say.
std::vector<std::size_t> best_ranked(const std::vector<TrainLog>& logs,
                                     const std::vector<std::size_t>& same) {
  int best = 0;
  for (const std::size_t i : same) {
    best = std::max(best, rank_of(logs[i]));
  }
  std::vector<std::size_t> chosen;
  std::copy_if(same.begin(), same.end(), std::back_inserter(chosen),
               [&](std::size_t i) { return rank_of(logs[i]) == best; });
  return chosen;
}

// Of several logs of one seed: the one that alone matches the claim, else train_seed<N>.log, else
// the first by name.
std::size_t choose_one(const std::vector<TrainLog>& logs, const std::vector<std::size_t>& same,
                       const Claims& claims) {
  std::vector<std::size_t> matching;
  std::copy_if(same.begin(), same.end(), std::back_inserter(matching),
               [&](std::size_t i) { return matches_claim(logs[i], claims); });
  if (matching.size() == 1) {
    return matching[0];
  }
  const auto norm = std::find_if(same.begin(), same.end(), [&](std::size_t i) {
    return ends_with_name(logs[i], "train_seed" + std::to_string(*logs[i].seed) + ".log");
  });
  return norm != same.end() ? *norm : same[0];
}

// A log in a sub-folder stands in for a seed's top-level logs where it alone has the score that is
// claimed for the seed.
void add_claimed_in_sub_folders(const Submission& submission, std::vector<std::size_t>& same) {
  const std::vector<TrainLog>& logs = submission.logs;
  const bool found = std::any_of(same.begin(), same.end(), [&](std::size_t i) {
    return matches_claim(logs[i], submission.claims);
  });
  for (std::size_t i = 0; i < logs.size() && !found; ++i) {
    if (!is_top_level(logs[i]) && logs[i].seed == logs[same[0]].seed &&
        matches_claim(logs[i], submission.claims)) {
      same.push_back(i);
    }
  }
}

std::vector<std::size_t> one_per_seed(Submission& submission,
                                      const std::vector<std::size_t>& candidates) {
  const std::vector<TrainLog>& logs = submission.logs;
  std::map<std::uint64_t, std::vector<std::size_t>> by_seed;
  std::vector<std::size_t> chosen;
  for (const std::size_t i : candidates) {
    if (logs[i].seed) {
      by_seed[*logs[i].seed].push_back(i);
    } else {
      chosen.push_back(i);
    }
  }
  for (auto& [seed, all] : by_seed) {
    std::vector<std::size_t> same = best_ranked(logs, all);
    add_claimed_in_sub_folders(submission, same);
    chosen.push_back(choose_one(logs, same, submission.claims));
    submission.several_logs_per_seed = submission.several_logs_per_seed || same.size() > 1;
  }
  return chosen;
}

// Indices of logs that can be runs: byte-identical ones once, those with a score before all others.
std::vector<std::size_t> candidates_of(const std::vector<TrainLog>& logs, bool top_level) {
  std::vector<std::size_t> order(logs.size());
  std::iota(order.begin(), order.end(), 0U);
  // A seed-named copy stands for its twin, so those are looked at first.
  std::stable_partition(order.begin(), order.end(),
                        [&](std::size_t i) { return logs[i].seed_in_name.has_value(); });
  std::set<std::string> seen;
  std::vector<std::size_t> scored;
  std::vector<std::size_t> others;
  for (const std::size_t i : order) {
    if (is_top_level(logs[i]) == top_level && seen.insert(logs[i].sha256).second) {
      (logs[i].final_score ? scored : others).push_back(i);
    }
  }
  return scored.empty() ? others : scored;
}

std::vector<std::size_t> seed_named(const std::vector<TrainLog>& logs,
                                    const std::vector<std::size_t>& candidates) {
  std::vector<std::size_t> named;
  std::set<std::uint64_t> seeds;
  for (const std::size_t i : candidates) {
    if (logs[i].seed_in_name) {
      named.push_back(i);
      seeds.insert(*logs[i].seed);
    }
  }
  for (const std::size_t i : candidates) {
    const bool early_record = !named.empty() && !logs[i].seed_in_name &&
                              ends_with_name(logs[i], "train.log") && logs[i].seed &&
                              seeds.count(*logs[i].seed) == 0;
    if (early_record) {
      named.push_back(i);
    }
  }
  return named;
}

// Logs whose names say that they are what the submission is compared with, left out where others
// remain.
std::vector<std::size_t> without_comparisons(const std::vector<TrainLog>& logs,
                                             const std::vector<std::size_t>& candidates) {
  std::vector<std::size_t> own;
  std::copy_if(candidates.begin(), candidates.end(), std::back_inserter(own), [&](std::size_t i) {
    return logs[i].path.find("baseline") == std::string::npos &&
           logs[i].path.find("ablation") == std::string::npos;
  });
  return own.empty() ? candidates : own;
}

bool seeds_differ(const std::vector<TrainLog>& logs, const std::vector<std::size_t>& set) {
  std::set<std::uint64_t> seeds;
  for (const std::size_t i : set) {
    if (!logs[i].seed || !seeds.insert(*logs[i].seed).second) {
      return false;
    }
  }
  return true;
}

void choose_run_set(Submission& submission) {
  const std::vector<TrainLog>& logs = submission.logs;
  std::vector<std::size_t> candidates = candidates_of(logs, true);
  if (candidates.empty()) {
    candidates = candidates_of(logs, false);
  }
  const std::vector<std::size_t> named = seed_named(logs, candidates);
  if (!named.empty()) {
    submission.run_set = one_per_seed(submission, named);
  } else {
    submission.run_set = without_comparisons(logs, candidates);
    submission.run_set_is_a_guess =
        submission.run_set.size() > 1 && !seeds_differ(logs, submission.run_set);
  }
  std::sort(submission.run_set.begin(), submission.run_set.end(),
            [&](std::size_t a, std::size_t b) { return logs[a].path < logs[b].path; });
}

void report_repeated_seeds(Submission& submission) {
  std::map<std::uint64_t, std::string> seen;
  for (const std::size_t i : submission.run_set) {
    const TrainLog& log = submission.logs[i];
    if (!log.seed) {
      continue;
    }
    const auto [it, fresh] = seen.emplace(*log.seed, log.path);
    if (!fresh) {
      submission.defects.push_back(
          {std::string(defect::kSeedTwice),
           {log.path, 0, ""},
           "seed " + std::to_string(*log.seed) + " is also that of " + it->second});
    }
  }
}

bool has_label(const TrainLog& log, const std::string& label) {
  return std::any_of(log.scores.begin(), log.scores.end(),
                     [&](const ScoreLine& s) { return plain_label(s.label) == label; });
}

// The last label of the first run that every run of the set also printed.
std::string last_common_label(const Submission& submission) {
  const TrainLog& first = submission.logs[submission.run_set[0]];
  for (auto it = first.scores.rbegin(); it != first.scores.rend(); ++it) {
    std::string label = plain_label(it->label);
    const bool common =
        !it->diagnostic && !it->second_class && !label.empty() &&
        std::all_of(submission.run_set.begin(), submission.run_set.end(),
                    [&](std::size_t i) { return has_label(submission.logs[i], label); });
    if (common) {
      return label;
    }
  }
  return "";
}

// Runs that end on different labels (a crash, a pass tried on one seed) are compared on the last
// label that all of them share.
void settle_common_label(Submission& submission) {
  std::set<std::string> labels;
  for (const std::size_t i : submission.run_set) {
    const auto& score = submission.logs[i].final_score;
    labels.insert(score ? plain_label(score->label) : "");
  }
  const std::string label =
      labels.size() > 1 && !submission.run_set_is_a_guess ? last_common_label(submission) : "";
  if (label.empty()) {
    return;
  }
  submission.common_label = label;
  for (const std::size_t i : submission.run_set) {
    TrainLog& log = submission.logs[i];
    const auto final = final_score(log.scores, label);
    if (final) {
      log.final_score = final->score;
      log.eval_ms = final->eval_ms;
      log.eval_ms_is_rounded = final->score.eval_ms_is_rounded;
    }
  }
}

}  // namespace

void settle_runs(Submission& submission) {
  choose_seeds(submission.logs);
  choose_run_set(submission);
  report_repeated_seeds(submission);
  settle_common_label(submission);
}

}  // namespace verifier
