// SPDX-License-Identifier: Apache-2.0
#include "verifier/checks/second_look.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "verifier/base/numbers.h"
#include "verifier/base/text.h"

namespace verifier {
namespace {

// The limits as the challenge's README of the first day has them.
constexpr std::uint64_t kCapBytes = 16'000'000;
constexpr double kBudgetMs = 600'000;
constexpr double kOneStepMs = 200;
constexpr double kValidationBytes = 151.08e6;
constexpr double kMostBytesOff = 0.7e6;
constexpr std::uint64_t kFewestTokens = 20'000'000;
constexpr double kRoundedBytes = 10'000;

SecondLook seen(const std::string& what) {
  return {true, what};
}

SecondLook not_seen(const std::string& what) {
  return {false, what};
}

std::string at(const Origin& origin) {
  return to_string(origin) + " ";
}

// Looks at every log of the folder, not only at those that make up the claim.
template <typename Shows>
SecondLook any_log(const Submission& submission, const std::string& otherwise, Shows shows) {
  if (submission.logs.empty()) {
    return not_seen("the folder has no train log");
  }
  for (const TrainLog& log : submission.logs) {
    const std::string what = shows(log);
    if (!what.empty()) {
      return seen(what);
    }
  }
  return not_seen(otherwise);
}

std::string over_cap(const MaybeClaim<std::uint64_t>& bytes) {
  return bytes && bytes->value > kCapBytes
             ? at(bytes->origin) + "says " + grouped(bytes->value) + " bytes"
             : "";
}

bool has_file(const Submission& submission, const std::string& name) {
  return std::any_of(submission.files.begin(), submission.files.end(),
                     [&](const SubmittedFile& file) { return lowercase(file.path) == name; });
}

// The claimed size, where no log comes near it; empty where one does or none says.
std::string unlogged_bytes(const Submission& submission) {
  const auto& claim = submission.claims.bytes_total;
  std::string logged;
  for (const TrainLog& log : submission.logs) {
    if (claim && log.total_bytes) {
      logged = grouped(log.total_bytes->value);
      if (std::fabs(static_cast<double>(log.total_bytes->value) -
                    static_cast<double>(claim->value)) <= kRoundedBytes) {
        return "";
      }
    }
  }
  return logged.empty()
             ? ""
             : at(claim->origin) + "claims " + grouped(claim->value) + " bytes, its logs " + logged;
}

double implied_bytes(const ScoreLine& score, std::uint64_t tokens) {
  return static_cast<double>(tokens) * score.val_loss->value.value /
         (std::numbers::ln2 * score.val_bpb.value.value);
}

}  // namespace

SecondLook look_over_cap(const Submission& submission, const Evidence& evidence) {
  std::string claimed = over_cap(submission.claims.bytes_total);
  for (const Claims::PerSeed& seed : submission.claims.per_seed) {
    claimed = claimed.empty() ? over_cap(seed.artifact_bytes) : claimed;
  }
  if (!claimed.empty()) {
    return seen(claimed);
  }
  SecondLook logged = any_log(submission, "no log and no claim is over the cap",
                              [](const TrainLog& log) { return over_cap(log.total_bytes); });
  const bool packed = evidence.source.ok() && !evidence.source.value().layers.empty();
  if (logged.stands && packed) {
    // The log counts source that was packed for the commit: recount with what is committed.
    for (const TrainLog& log : submission.logs) {
      if (log.model_bytes &&
          log.model_bytes->value + evidence.source.value().code_bytes > kCapBytes) {
        return logged;
      }
    }
    return not_seen("packed as committed, model and code fit the cap");
  }
  return logged;
}

SecondLook look_train_overtime(const Submission& submission, const Evidence& /*evidence*/) {
  return any_log(submission, "no log is over the budget", [](const TrainLog& log) {
    return log.train_ms && static_cast<double>(log.train_ms->value) > kBudgetMs + kOneStepMs
               ? at(log.train_ms->origin) + "says " + grouped(log.train_ms->value) + " ms"
               : "";
  });
}

SecondLook look_late_calibration(const Submission& submission, const Evidence& /*evidence*/) {
  return any_log(submission, "no log shows calibration beyond the budget",
                 [](const TrainLog& log) -> std::string {
                   double late_ms = 0;
                   bool calibrates = false;
                   for (const LateWork& work : log.late_work) {
                     calibrates = calibrates || work.kind == "calibration";
                     late_ms += work.kind == "calibration" ? work.seconds.value_or(0) * 1000 : 0;
                     if (work.text == "generated") {
                       return "";
                     }
                   }
                   const double trained =
                       log.train_ms ? static_cast<double>(log.train_ms->value) : 0;
                   const bool late = calibrates && trained > 0 &&
                                     (trained >= kBudgetMs || trained + late_ms > kBudgetMs + 2000);
                   return late ? at(log.train_ms->origin) + "stops at " +
                                     grouped(log.train_ms->value) + " ms and calibrates then"
                               : "";
                 });
}

SecondLook look_eval_overtime(const Submission& submission, const Evidence& /*evidence*/) {
  const auto& claim = submission.claims.eval_s;
  if (claim && claim->value * 1000 > kBudgetMs) {
    return seen(at(claim->origin) + "says " + fixed(claim->value, 1) + " s");
  }
  return any_log(submission, "no evaluation is over the budget", [](const TrainLog& log) {
    const double total_ms = log.total_eval_s ? log.total_eval_s->value * 1000 : 0;
    const double final_ms = log.eval_ms ? log.eval_ms->value : 0;
    return std::max(total_ms, final_ms) > kBudgetMs
               ? log.path + " says " + fixed(std::max(total_ms, final_ms) / 1000, 1) + " s"
               : "";
  });
}

SecondLook look_missing_evidence(const Submission& submission, const Evidence& /*evidence*/) {
  std::string missing;
  const auto lacks = [&](const std::string& what) {
    missing += (missing.empty() ? "" : ", ") + what;
  };
  if (!has_file(submission, "readme.md")) {
    lacks("README.md");
  }
  if (!has_file(submission, "submission.json")) {
    lacks("submission.json");
  }
  if (!submission.claims.val_bpb) {
    lacks("a numeric claim");
  }
  if (submission.logs.empty()) {
    lacks("a train log");
  }
  if (!submission.script) {
    lacks("a script");
  }
  return missing.empty() ? not_seen("README, submission.json, claim, log and script are all there")
                         : seen("the head lacks " + missing);
}

SecondLook look_packaging(const Submission& /*submission*/, const Evidence& evidence) {
  if (!evidence.pull_request.ok()) {
    return not_seen("no git history was read");
  }
  const PullRequest& pull = evidence.pull_request.value();
  return pull.changed_outside > 0
             ? seen("it changes " + grouped(pull.changed_outside) + " files outside its folder")
             : not_seen("it changes nothing outside its folder");
}

SecondLook look_claim_mismatch(const Submission& submission, const Evidence& /*evidence*/) {
  const auto& claim = submission.claims.val_bpb;
  if (!claim || submission.logs.empty()) {
    return not_seen("there is no claim or no log to compare");
  }
  double sum = 0;
  double count = 0;
  for (const std::size_t index : submission.run_set) {
    const auto& score = submission.logs[index].final_score;
    sum += score ? score->val_bpb.value.value : 0;
    count += score ? 1 : 0;
  }
  const bool differs = count > 0 && std::fabs(claim->value.value - sum / count) >= 1e-4;
  const std::string bytes = unlogged_bytes(submission);
  if (!differs && !bytes.empty()) {
    return seen(bytes);
  }
  return differs ? seen("the claim is " + claim->value.text + " and the final scores average " +
                        fixed(sum / count, 6))
                 : not_seen("the claim is the mean of the final scores");
}

SecondLook look_byte_accounting(const Submission& submission, const Evidence& evidence) {
  if (evidence.source.ok()) {
    for (const SourceSign& sign : evidence.source.value().signs) {
      if (sign.violation == "BYTE_ACCOUNTING" && sign.reach == Reach::reached) {
        return seen(sign.at.file + ":" + std::to_string(sign.at.line) + " " + sign.what);
      }
    }
  }
  return any_log(submission, "no log gives tokens, loss and score of another text length",
                 [](const TrainLog& log) -> std::string {
                   for (const ScoreLine& score : log.scores) {
                     const bool known =
                         score.val_loss && log.val_tokens && score.val_bpb.value.value > 0;
                     const double bytes = known ? implied_bytes(score, log.val_tokens->value) : 0;
                     if (known && std::fabs(bytes - kValidationBytes) > kMostBytesOff &&
                         score.val_bpb.value.decimals >= 6) {
                       return at(score.val_bpb.origin) + "implies " +
                              grouped(static_cast<std::uint64_t>(bytes)) + " bytes";
                     }
                   }
                   return "";
                 });
}

SecondLook look_wrong_hardware(const Submission& submission, const Evidence& /*evidence*/) {
  return any_log(submission, "no log names other hardware", [](const TrainLog& log) -> std::string {
    if (log.world_size && log.world_size->value != 8) {
      return at(log.world_size->origin) + "says world size " + grouped(log.world_size->value);
    }
    for (const Claim<std::string>& gpu : log.gpus) {
      if (gpu.value.find("H100") == std::string::npos) {
        return at(gpu.origin) + "names another device";
      }
    }
    return "";
  });
}

SecondLook look_partial_validation(const Submission& submission, const Evidence& /*evidence*/) {
  return any_log(submission, "every log reads the whole split",
                 [](const TrainLog& log) -> std::string {
                   if (!log.subset_tokens.empty()) {
                     return at(log.subset_tokens.front().origin) + "scores a subset";
                   }
                   return log.val_tokens && log.val_tokens->value < kFewestTokens
                              ? at(log.val_tokens->origin) + "says " +
                                    grouped(log.val_tokens->value) + " tokens"
                              : "";
                 });
}

SecondLook look_validation_calibration(const Submission& submission, const Evidence& /*evidence*/) {
  return any_log(submission, "no log names validation text as the source of calibration",
                 [](const TrainLog& log) {
                   return log.calibration_source && log.calibration_source->value == "val"
                              ? at(log.calibration_source->origin) + "calibrates on validation"
                              : "";
                 });
}

}  // namespace verifier
