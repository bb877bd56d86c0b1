// SPDX-License-Identifier: Apache-2.0
#include "verifier/submission/log_families.h"

#include <array>
#include <vector>

#include "verifier/submission/log_cursor.h"
#include "verifier/submission/log_scores.h"

namespace verifier {
namespace {

// A log that prints more is hostile; its oldest lines make room, because the last ones decide.
constexpr std::size_t kMostKept = 20'000;

template <typename T>
void keep(std::vector<T>& list, const T& item) {
  if (list.size() >= kMostKept) {
    list.erase(list.begin(), list.begin() + kMostKept / 2);
  }
  list.push_back(item);
}

template <typename T>
bool put(MaybeClaim<T>& field, const std::optional<T>& value, const Origin& at) {
  if (!value) {
    return false;
  }
  field = Claim<T>{*value, at};
  return true;
}

// ---- Header: the cursor stands behind the words that name the row.

bool read_seed(LogCursor& in, LogState& state) {
  const auto seed = in.integer();
  return in.at_end() && put(state.log.seed_in_log, seed, state.at);
}

bool read_schedule_seed(LogCursor& in, LogState& state) {
  return in.find(" wall:") && in.find("s seed:") && read_seed(in, state);
}

bool read_model_params(LogCursor& in, LogState& state) {
  in.skip_spaces();
  return put(state.log.model_params, in.grouped_integer(), state.at);
}

bool read_world_size(LogCursor& in, LogState& state) {
  return put(state.log.world_size, in.integer(), state.at);
}

bool read_val_loader(LogCursor& in, LogState& state) {
  return in.find(" tokens:") && put(state.log.val_tokens, in.integer(), state.at);
}

bool read_val_tokens(LogCursor& in, LogState& state) {
  return put(state.log.val_tokens, in.grouped_integer(), state.at);
}

bool read_train_loader(LogCursor& in, LogState& state) {
  return in.find(" train_shards:") && put(state.log.train_shards, in.integer(), state.at);
}

bool read_train_shards(LogCursor& in, LogState& state) {
  return put(state.log.train_shards, in.integer(), state.at);
}

bool read_max_wallclock(LogCursor& in, LogState& state) {
  const auto seconds = in.number();
  if (seconds) {
    state.log.max_wallclock_s = Claim<double>{seconds->value, state.at};
  }
  return seconds.has_value();
}

bool read_batch_line(LogCursor& in, LogState& state) {
  return in.find(" max_wallclock_seconds:") && read_max_wallclock(in, state);
}

// ---- Steps.

void read_step_times(LogCursor& in, std::uint64_t step, LogState& state) {
  if (!in.find(" train_time:")) {
    return;
  }
  const auto time_ms = in.integer();
  if (!time_ms || !in.take("ms")) {
    return;
  }
  put(state.step_ms, time_ms, state.at);
  put<std::uint64_t>(state.step, step, state.at);
  if (in.take(" step_avg:")) {
    const auto average_ms = in.number();
    if (average_ms && in.take("ms")) {
      state.log.step_avg_ms = Claim<double>{average_ms->value, state.at};
    }
  }
}

// "val_loss:2.0203 val_bpb:1.1965", with a blank behind the colons in the spaced dialect.
bool read_validation(LogCursor& in, std::uint64_t step, LogState& state) {
  if (!in.take("val_loss:")) {
    return false;
  }
  in.skip_spaces();
  const auto loss = in.number();
  if (!loss || !in.take(" val_bpb:")) {
    return false;
  }
  in.skip_spaces();
  const auto bpb = in.number();
  if (!bpb) {
    return false;
  }
  keep(state.log.validations, TrainingValidation{step, {*loss, state.at}, {*bpb, state.at}});
  return true;
}

bool read_step_body(LogCursor& in, LogState& state) {
  const auto step = in.integer();
  if (!step || !in.take("/") || !in.integer() || !in.take(" ")) {
    return false;
  }
  const bool known = in.rest().starts_with("train_loss:") || read_validation(in, *step, state);
  if (known) {
    put(state.step, step, state.at);
    read_step_times(in, *step, state);
  }
  return known;
}

bool read_stop(LogCursor& in, LogState& state) {
  in.skip_spaces();
  const auto time_ms = in.integer();
  if (!time_ms || !in.take("ms step:")) {
    return false;
  }
  in.skip_spaces();
  return put(state.stop_step, in.integer(), state.at) && put(state.stop_ms, time_ms, state.at);
}

// ---- Sizes. The cursor stands behind the words, before an optional format word and the colon.

struct SizeLine {
  bool has_format = false;
  std::optional<std::uint64_t> bytes;
};

SizeLine read_size(LogCursor& in) {
  SizeLine size;
  size.has_format = !in.rest().starts_with(":");
  // A format word may itself hold a colon, so the number is looked for behind the last one that
  // digits and " bytes" follow.
  while (in.find(":")) {
    LogCursor ahead = in;
    ahead.skip_spaces();
    size.bytes = ahead.grouped_integer();
    if (size.bytes && ahead.take(" bytes")) {
      return size;
    }
  }
  return {};
}

bool read_model_size(LogCursor& in, LogState& state) {
  const SizeLine size = read_size(in);
  if (!size.bytes) {
    return false;
  }
  state.last_model_is_packed = size.has_format;
  if (size.has_format) {
    put(state.log.model_bytes, size.bytes, state.at);
    state.model_after_total = true;
  }
  return true;
}

bool read_total_size(LogCursor& in, LogState& state) {
  const SizeLine size = read_size(in);
  if (!size.bytes) {
    return false;
  }
  if (size.has_format) {
    put(state.named_total, size.bytes, state.at);
    state.model_after_total = false;
  } else if (state.last_model_is_packed) {
    put(state.bare_total, size.bytes, state.at);
    state.model_after_total = false;
  }
  return true;
}

bool read_code_size(LogCursor& in, LogState& state) {
  const bool compressed = in.rest().starts_with(" (compressed)");
  const SizeLine size = read_size(in);
  return put(compressed ? state.compressed_code : state.plain_code, size.bytes, state.at);
}

// ---- Evaluation.

bool read_total_eval(LogCursor& in, LogState& state) {
  in.skip_spaces();
  const auto seconds = in.number();
  if (!seconds || !in.take("s")) {
    return false;
  }
  state.log.total_eval_s = Claim<double>{seconds->value, state.at};
  return true;
}

bool read_calibration(LogCursor& in, LogState& state) {
  LogCursor source = in;
  std::string named;
  if (source.find(" source=")) {
    named = std::string(source.until(' '));
  } else if (in.rest().find("(training data)") != std::string_view::npos) {
    named = "training data";
  } else if (in.rest().find("autoregressive") != std::string_view::npos) {
    named = "text the model generated";
  }
  // Validation text in any line of the log stands, whatever later lines name.
  const bool settled = state.log.calibration_source && state.log.calibration_source->value == "val";
  if (!named.empty() && !settled) {
    state.log.calibration_source = Claim<std::string>{named, state.at};
  }
  return !named.empty();
}

bool read_cache_line(LogCursor& /*in*/, LogState& state) {
  if (!state.log.ngram_cache) {
    state.log.ngram_cache = Claim<std::string>{std::string(state.line.substr(0, 120)), state.at};
  }
  return true;
}

struct Family {
  std::string_view start;
  bool (*read)(LogCursor& in, LogState& state);
  bool only_a_run_prints = true;
};

constexpr std::array<Family, 28> kFamilies = {{
    {"step:", read_step_body},
    {"stopping_early: wallclock_cap train_time:", read_stop},
    {"seed:", read_seed, false},
    {"  seed: ", read_seed, false},
    {"lr:", read_schedule_seed},
    {"model_params:", read_model_params},
    {"world_size:", read_world_size},
    {"  world_size: ", read_world_size},
    {"val_loader:shards pattern=", read_val_loader},
    {"val_tokens: ", read_val_tokens},
    {"train_loader:dataset:", read_train_loader},
    {"train_shards: ", read_train_shards},
    {"train_batch_tokens:", read_batch_line},
    {"  max_wallclock_seconds: ", read_max_wallclock},
    {"Serialized model", read_model_size},
    {"serialized_model", read_model_size},
    {"Total submission size", read_total_size},
    {"total_submission_size", read_total_size},
    {"Code size", read_code_size},
    {"code_size", read_code_size},
    {"total_eval_time:", read_total_eval},
    {"total_eval_time_with_compile:", read_total_eval},
    {"gptq:", read_calibration},
    {"GPTQ:", read_calibration},
    {"ngram_cache:", read_cache_line},
    {"ngram_eval:", read_cache_line},
    {"ngram_prefill:", read_cache_line},
    {"ngram_cache ", read_cache_line},
}};

bool read_spaced_step(std::string_view line, LogState& state) {
  if (line.empty() || line[0] < '0' || line[0] > '9') {
    return false;
  }
  LogCursor in(line);
  return read_step_body(in, state);
}

void keep_score(const ScoreLine& score, LogState& state) {
  keep(state.log.scores, score);
  if (!state.log.ngram_cache && score.label.find("ngram") != std::string::npos) {
    state.log.ngram_cache = Claim<std::string>{std::string(state.line.substr(0, 120)), state.at};
  }
}

}  // namespace

bool read_log_line(std::string_view line, LogState& state) {
  state.line = line;
  for (const Family& family : kFamilies) {
    LogCursor in(line);
    if (in.take(family.start) && family.read(in, state)) {
      state.is_run_log = state.is_run_log || family.only_a_run_prints;
      return true;
    }
  }
  if (read_spaced_step(line, state)) {
    state.is_run_log = true;
    return true;
  }
  const auto score = read_score_line(line, state.at);
  if (score) {
    keep_score(*score, state);
    state.is_run_log = true;
  }
  return score.has_value();
}

}  // namespace verifier
