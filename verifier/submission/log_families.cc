// SPDX-License-Identifier: Apache-2.0
#include "verifier/submission/log_families.h"

#include <algorithm>
#include <array>

#include "verifier/submission/log_line_readers.h"
#include "verifier/submission/log_scores.h"

namespace verifier {
namespace {

struct Family {
  std::string_view start;
  bool (*read)(LogCursor& in, LogState& state);
  bool only_a_run_prints = true;
};

// Sorted by their first byte, which is what a line is looked up by.
constexpr std::array kFamilies = {
    Family{"  max_wallclock_seconds: ", read_max_wallclock},
    Family{"  seed: ", read_seed, false},
    Family{"  world_size: ", read_world_size},
    Family{"Artifact:", read_artifact_size},
    Family{"Binary artifact:", read_artifact_size},
    Family{"Code size", read_code_size},
    Family{"GPTQ:", read_calibration},
    Family{"Hyperparameters:", read_hyperparameters},
    Family{"Running PyTorch ", read_torch, false},
    Family{"Running Python ", read_header_start, false},
    Family{"Seed: ", read_seed, false},
    Family{"Serialized model", read_model_size},
    Family{"Ternary artifact:", read_artifact_size},
    Family{"Total submission size", read_total_size},
    Family{"Validation tokens: ", read_val_tokens, false},
    Family{"WARNING: using VAL_TOKENS_LIMIT", read_subset_warning, false},
    Family{"artifact_production_wallclock:", read_elapsed_total},
    Family{"code_size", read_code_size},
    Family{"gptq:", read_calibration},
    Family{"loop_warmup_step:", read_warmup},
    Family{"lr:", read_schedule_seed},
    Family{"max_wallclock_seconds:", read_max_wallclock},
    Family{"model_params:", read_model_params},
    Family{"ngram_cache ", read_cache_line},
    Family{"ngram_cache:", read_cache_line},
    Family{"ngram_eval:", read_cache_line},
    Family{"ngram_prefill:", read_cache_line},
    Family{"ppm_mix_time:", read_subset_time},
    Family{"s:", read_short_step},
    Family{"seed:", read_seed, false},
    Family{"selective_prune:", read_pruning},
    Family{"serialized_model", read_model_size},
    Family{"step ", read_piped_step, false},
    Family{"step:", read_step},
    Family{"stopping_early: wallclock_cap train_time:", read_stop},
    Family{"total_elapsed_wallclock:", read_elapsed_total},
    Family{"total_eval_time:", read_total_eval},
    Family{"total_eval_time_with_compile:", read_total_eval},
    Family{"total_submission_size", read_total_size},
    Family{"train_batch_tokens:", read_batch_line},
    Family{"train_loader:dataset:", read_train_loader},
    Family{"train_shards: ", read_train_shards},
    Family{"trinity_prune:", read_pruning},
    Family{"val_bpb:enabled ", read_header_start},
    Family{"val_loader:shards pattern=", read_val_loader},
    Family{"val_tokens: ", read_val_tokens},
    Family{"wallclock:post_gptq total_elapsed:", read_elapsed_total},
    Family{"warmup_step:", read_warmup},
    Family{"world_size:", read_world_size},
    Family{"|", read_device_row, false},
};

// For every first byte where its families begin; they end where those of the next byte begin.
constexpr std::array<std::uint8_t, 257> kFirstFamily = [] {
  std::array<std::uint8_t, 257> first{};
  for (std::size_t byte = 0; byte < first.size(); ++byte) {
    std::uint8_t at = 0;
    while (at < kFamilies.size() && static_cast<unsigned char>(kFamilies[at].start[0]) < byte) {
      ++at;
    }
    first[byte] = at;
  }
  return first;
}();

bool read_family(std::string_view line, LogState& state) {
  const auto byte = static_cast<unsigned char>(line[0]);
  for (std::size_t i = kFirstFamily[byte]; i < kFirstFamily[byte + 1U]; ++i) {
    // Most lines are told from a family by their last byte of its start.
    const std::string_view start = kFamilies[i].start;
    if (line.size() < start.size() || line[start.size() - 1] != start.back()) {
      continue;
    }
    LogCursor in(line);
    if (in.take(kFamilies[i].start) && kFamilies[i].read(in, state)) {
      state.is_run_log = state.is_run_log || kFamilies[i].only_a_run_prints;
      return true;
    }
  }
  return false;
}

// The spaced dialect has nothing before the step's number.
bool read_spaced_step(std::string_view line, LogState& state) {
  if (line[0] < '0' || line[0] > '9') {
    return false;
  }
  LogCursor in(line);
  return read_step(in, state);
}

void keep_score(ScoreLine score, LogState& state) {
  if (!state.log.ngram_cache && score.label.find("ngram") != std::string::npos) {
    state.log.ngram_cache = Claim<std::string>{std::string(state.line.substr(0, 120)), state.at};
  }
  state.in_header = false;
  state.ran = true;
  keep(state.log.scores, std::move(score));
}

}  // namespace

bool read_log_line(std::string_view line, LogState& state) {
  if (line.empty()) {
    return false;
  }
  state.line = line;
  bool known = read_family(line, state);
  if (!known && read_spaced_step(line, state)) {
    state.is_run_log = true;
    known = true;
  }
  if (!known && state.may_score) {
    if (auto score = read_score_line(line, state.at)) {
      keep_score(std::move(*score), state);
      state.is_run_log = true;
      known = true;
    }
  }
  if (state.in_header) {
    note_header_line(state);
  }
  return known;
}

}  // namespace verifier
