// SPDX-License-Identifier: Apache-2.0
#include "verifier/checks/run_pairs.h"

#include <algorithm>
#include <map>
#include <utility>

namespace verifier {
namespace {

// One or two validations may agree by chance: the first is that of the untrained model.
constexpr std::size_t kTellingValidations = 3;

bool are_distinct_seeds(const TrainLog& a, const TrainLog& b) {
  return a.seed && b.seed && *a.seed != *b.seed;
}

bool same_training(const TrainLog& a, const TrainLog& b) {
  const bool same_time = a.train_ms && b.train_ms && a.train_ms->value == b.train_ms->value;
  return same_time && a.validations.size() >= kTellingValidations &&
         std::equal(a.validations.begin(), a.validations.end(), b.validations.begin(),
                    b.validations.end(), [](const auto& x, const auto& y) {
                      return x.step == y.step && x.val_loss.value.text == y.val_loss.value.text;
                    });
}

std::string sameness(const TrainLog& a, const TrainLog& b) {
  if (!are_distinct_seeds(a, b)) {
    return "";
  }
  if (a.sha256 == b.sha256) {
    return "are equal byte for byte";
  }
  return same_training(a, b) ? "tell of the same training, to the millisecond and in every "
                               "validation"
                             : "";
}

// The first value of each setting, by key.
std::map<std::string, Claim<std::string>> first_values(const TrainLog& run) {
  std::map<std::string, Claim<std::string>> values;
  for (const Claim<std::string>& setting : run.settings) {
    const std::size_t colon = setting.value.find(':');
    if (colon != std::string::npos) {
      values.emplace(setting.value.substr(0, colon),
                     Claim<std::string>{setting.value.substr(colon + 1), setting.origin});
    }
  }
  return values;
}

using Settings = std::map<std::string, Claim<std::string>>;

// Notes each setting whose value is not that of the first run that printed it.
void compare_settings(const Settings& run, Settings& first,
                      std::map<std::string, SettingDifference>& differences) {
  for (const auto& [key, value] : run) {
    const Claim<std::string>& known = first.emplace(key, value).first->second;
    if (known.value != value.value) {
      differences.emplace(key, SettingDifference{key, known, value});
    }
  }
}

}  // namespace

std::vector<LogPair> copied_logs(const std::vector<TrainLog>& logs) {
  std::vector<LogPair> pairs;
  for (std::size_t i = 0; i < logs.size(); ++i) {
    for (std::size_t j = i + 1; j < logs.size(); ++j) {
      pairs.push_back({&logs[i], &logs[j], sameness(logs[i], logs[j])});
    }
  }
  pairs.erase(std::remove_if(pairs.begin(), pairs.end(),
                             [](const LogPair& pair) { return pair.why.empty(); }),
              pairs.end());
  return pairs;
}

std::vector<LogPair> identical_scores(const std::vector<const TrainLog*>& runs, int decimals) {
  std::map<std::string, const TrainLog*> seen;
  std::vector<LogPair> pairs;
  for (const TrainLog* run : runs) {
    if (!run->final_score || run->final_score->val_bpb.value.decimals < decimals) {
      continue;
    }
    const auto [place, fresh] = seen.emplace(run->final_score->val_bpb.value.text, run);
    if (!fresh) {
      pairs.push_back({place->second, run, "end with " + place->first});
    }
  }
  return pairs;
}

std::vector<LogPair> seeds_named_twice(const std::vector<const TrainLog*>& runs) {
  std::map<std::uint64_t, const TrainLog*> seen;
  std::vector<LogPair> pairs;
  for (const TrainLog* run : runs) {
    if (!run->seed_in_log) {
      continue;
    }
    const auto [place, fresh] = seen.emplace(run->seed_in_log->value, run);
    if (!fresh) {
      pairs.push_back(
          {place->second, run, "both say seed " + std::to_string(place->first) + " inside"});
    }
  }
  return pairs;
}

bool same_size_throughout(const std::vector<const TrainLog*>& runs) {
  return runs.size() > 1 && std::all_of(runs.begin(), runs.end(), [&](const TrainLog* run) {
           return run->model_bytes && runs.front()->model_bytes &&
                  run->model_bytes->value == runs.front()->model_bytes->value;
         });
}

std::vector<SettingDifference> different_settings(const std::vector<const TrainLog*>& runs,
                                                  const std::vector<std::string>& left_out) {
  std::map<std::string, Claim<std::string>> first;
  std::map<std::string, SettingDifference> differences;
  for (const TrainLog* run : runs) {
    compare_settings(first_values(*run), first, differences);
  }
  for (const std::string& key : left_out) {
    differences.erase(key);
  }
  std::vector<SettingDifference> list;
  list.reserve(differences.size());
  for (const auto& entry : differences) {
    list.push_back(entry.second);
  }
  return list;
}

}  // namespace verifier
