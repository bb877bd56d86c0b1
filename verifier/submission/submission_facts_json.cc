// SPDX-License-Identifier: Apache-2.0
#include "verifier/submission/submission_facts.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "verifier/submission/consistency.h"
#include "verifier/submission/defects.h"
#include "verifier/submission/facts.h"
#include "verifier/submission/source_text.h"

#include <nlohmann/json.hpp>

namespace verifier {
namespace {

using nlohmann::json;

json value_of(const Decimal& number) {
  return number.value;
}

// A whole number is written as one.
json value_of(double number) {
  const double whole = std::round(number);
  return whole == number && std::fabs(number) < 1e15 ? json(static_cast<std::int64_t>(whole))
                                                     : json(number);
}

json value_of(std::uint64_t number) {
  return number;
}

json value_of(const std::string& text) {
  return text;
}

template <typename T>
json fact(const std::optional<T>& value) {
  return value ? value_of(*value) : json(nullptr);
}

template <typename T>
json fact(const MaybeClaim<T>& claim) {
  return claim ? value_of(claim->value) : json(nullptr);
}

json text_or_null(const std::string& text) {
  return text.empty() ? json(nullptr) : json(text);
}

json json_error(const Submission& submission) {
  for (const Defect& defect : submission.defects) {
    if (defect.code == defect::kJsonBroken || defect.code == defect::kJsonShape) {
      return defect.what;
    }
  }
  return submission.claims_read ? json(nullptr) : json("absent");
}

json claim_of(const Submission& submission) {
  const Claims& claims = submission.claims;
  json per_seed = nullptr;
  for (const Claims::PerSeed& one : claims.per_seed) {
    per_seed[std::to_string(one.seed)] = one.val_bpb.value.value;
  }
  const json key =
      claims.bytes_total ? json(claims.bytes_total->origin.pointer.substr(1)) : json(nullptr);
  return {{"val_bpb", fact(claims.val_bpb)},
          {"val_loss", fact(claims.val_loss)},
          {"bytes_total", fact(claims.bytes_total)},
          {"bytes_total_key", key},
          {"bytes_code", fact(claims.bytes_code)},
          {"std", fact(claims.val_bpb_std)},
          {"per_seed", per_seed},
          {"json_error", json_error(submission)}};
}

// The sizes that the last run printed: of the code as it stands and, where told, compressed.
json code_sizes(const TrainLog& run) {
  std::set<std::uint64_t> sizes;
  for (const auto& size : run.last_code_bytes) {
    sizes.insert(size.value);
  }
  return sizes;
}

json devices(const TrainLog& run) {
  std::set<std::string> names;
  for (const auto& gpu : run.gpus) {
    names.insert(gpu.value);
  }
  return names.empty() ? json(nullptr) : json(names);
}

json source_copy(const TrainLog& run, const std::string& script_digest) {
  if (!run.source_copy || script_digest.empty()) {
    return nullptr;
  }
  return run.source_copy->value == script_digest ? "equal" : "differs";
}

json run_of(const TrainLog& run, const std::string& script_digest) {
  const auto& score = run.final_score;
  const auto implied = implied_val_bytes(run);
  json facts = {{"log", run.path},
                {"seed", fact(run.seed)},
                {"seed_in_log", fact(run.seed_in_log)},
                {"total_bytes", fact(run.total_bytes)},
                {"raw_total_bytes", run.total_bytes ? json(nullptr) : fact(run.raw_total_bytes)},
                {"model_bytes", fact(run.model_bytes)},
                {"code_bytes", code_sizes(run)},
                {"train_ms", fact(run.train_ms)},
                {"train_steps", run.train_ms ? fact(run.steps) : json(nullptr)},
                {"eval_ms", fact(exact_eval_ms(run))},
                {"total_eval_s", fact(run.total_eval_s)},
                {"world_size", fact(run.world_size)},
                {"model_params", fact(run.model_params)},
                {"val_tokens", fact(run.val_tokens)},
                {"max_wallclock_s", fact(run.max_wallclock_s)},
                {"torch", fact(run.torch)},
                {"gpu", devices(run)},
                {"source_copy", source_copy(run, script_digest)}};
  facts["final_label"] =
      score ? json(score->label + (score->second_class ? " ~" : "")) : json(nullptr);
  facts["val_loss"] = score ? fact(score->val_loss) : json(nullptr);
  facts["val_bpb"] = score ? json(score->val_bpb.value.value) : json(nullptr);
  facts["implied_val_bytes"] = implied ? json(std::llround(*implied)) : json(nullptr);
  return facts;
}

std::string script_digest(const SubmissionSource& source, const Submission& submission) {
  for (const SourceFile& file : source.files) {
    if (submission.script && file.path == submission.script->path && !file.withheld) {
      return source_text_digest(file.bytes);
    }
  }
  return "";
}

json expected_of(const SubmissionSource& source, const Submission& submission, const Facts& facts) {
  const std::string digest = script_digest(source, submission);
  json runs = json::array();
  json seeds = json::array();
  for (const TrainLog* run : facts.runs) {
    runs.push_back(run_of(*run, digest));
    seeds.push_back(fact(run->seed));
  }
  return {{"ambiguous_run_set", submission.run_set_is_a_guess},
          {"several_logs_per_seed", submission.several_logs_per_seed},
          {"common_label", text_or_null(submission.common_label)},
          {"runs", runs},
          {"seeds", seeds},
          {"n_runs", facts.runs.size()},
          {"mean_bpb", fact(facts.mean_bpb)},
          {"mean_val_loss", fact(facts.mean_val_loss)},
          {"sample_std", fact(facts.sample_std)},
          {"population_std", fact(facts.population_std)},
          {"max_total_bytes", fact(facts.max_total_bytes)},
          {"max_train_ms", fact(facts.max_train_ms)},
          {"max_eval_ms", fact(facts.max_eval_ms)},
          {"claim_support", text_or_null(facts.claim_support)}};
}

}  // namespace

json submission_facts(const SubmissionSource& source) {
  const Submission submission = read_submission(source);
  const Facts facts = facts_of(submission);
  json issues = json::array();
  for (const Issue& issue : find_issues(source, submission, facts)) {
    issues.push_back({{"code", issue.code}, {"detail", issue.detail}});
  }
  return {{"claim", claim_of(submission)},
          {"expected", expected_of(source, submission, facts)},
          {"issues_expected", issues}};
}

}  // namespace verifier
