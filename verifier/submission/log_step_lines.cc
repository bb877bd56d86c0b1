// SPDX-License-Identifier: Apache-2.0
#include "verifier/submission/decimal.h"
#include "verifier/submission/log_line_readers.h"

namespace verifier {
namespace {

// The text of the number in front, which stays a text until the last of its kind is known.
std::string_view number_text(const LogCursor& in) {
  return in.rest().substr(0, number_length(in.rest()));
}

void note_time(std::uint64_t step, std::uint64_t time_ms, LogState& state) {
  const bool falls =
      state.step_ms && state.step && step >= state.step->value && time_ms < state.step_ms->value;
  if (falls && !state.log.time_goes_back) {
    state.log.time_goes_back = Claim<std::string>{std::string(state.line.substr(0, 120)), state.at};
  }
}

void read_step_times(LogCursor& in, std::uint64_t step, LogState& state) {
  if (!in.find(" train_time:")) {
    return;
  }
  const auto time_ms = in.integer();
  if (!time_ms || !in.take("ms")) {
    return;
  }
  note_time(step, *time_ms, state);
  put(state.step_ms, time_ms, state.at);
  if (in.take(" step_avg:")) {
    state.step_avg_text.assign(number_text(in));
    state.step_avg_line = state.at.line;
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

bool read_train_loss(LogCursor& in, LogState& state) {
  if (!in.take("train_loss:")) {
    return false;
  }
  in.skip_spaces();
  state.train_loss_text.assign(number_text(in));
  state.train_loss_line = state.at.line;
  return true;
}

// A step means that training goes on: what was done to the model before it was not late.
void begin_step(std::uint64_t step, LogState& state) {
  state.in_header = false;
  state.ran = true;
  state.log.late_work.clear();
  if (state.step && step < state.step->value) {
    state.step_ms.reset();
  }
}

std::optional<std::uint64_t> take_step(LogCursor& in) {
  const auto step = in.integer();
  return step && in.take("/") && in.integer() && in.take(" ") ? step : std::nullopt;
}

}  // namespace

bool read_step(LogCursor& in, LogState& state) {
  const auto step = take_step(in);
  if (!step) {
    return false;
  }
  const bool known = read_train_loss(in, state) || read_validation(in, *step, state);
  if (known) {
    begin_step(*step, state);
    read_step_times(in, *step, state);
    put(state.step, step, state.at);
  }
  return known;
}

// The dialect of shortened keys: "s:500/20000 vl:2.38 bpb:1.41 tt:21050ms sa:42.10ms".
bool read_short_step(LogCursor& in, LogState& state) {
  const auto step = take_step(in);
  if (!step) {
    return false;
  }
  if (in.take("vl:")) {
    const auto loss = in.number();
    const auto bpb = loss && in.take(" bpb:") ? in.number() : std::nullopt;
    if (!bpb) {
      return false;
    }
    keep(state.log.validations, TrainingValidation{*step, {*loss, state.at}, {*bpb, state.at}});
  } else if (in.take("tl:")) {
    state.train_loss_text.assign(number_text(in));
    state.train_loss_line = state.at.line;
  } else {
    return false;
  }
  begin_step(*step, state);
  const auto time_ms = in.find(" tt:") ? in.integer() : std::nullopt;
  if (time_ms && in.take("ms")) {
    note_time(*step, *time_ms, state);
    put(state.step_ms, time_ms, state.at);
  }
  put(state.step, step, state.at);
  return true;
}

// A dialect whose steps give the loss alone: "step  1800/9999 | loss 2.1125 | lr_mul 1.0000 | ...".
bool read_piped_step(LogCursor& in, LogState& state) {
  in.skip_spaces();
  if (!in.integer() || !in.take("/") || !in.integer() || !in.take(" | loss ")) {
    return false;
  }
  state.train_loss_text.assign(number_text(in));
  state.train_loss_line = state.at.line;
  return true;
}

bool read_warmup(LogCursor& in, LogState& state) {
  in.skip_spaces();
  const bool known = in.integer() && in.take("/") && in.integer();
  state.in_header = state.in_header && !known;
  return known;
}

bool read_stop(LogCursor& in, LogState& state) {
  in.skip_spaces();
  const auto time_ms = in.integer();
  if (!time_ms || !in.take("ms step:")) {
    return false;
  }
  in.skip_spaces();
  const auto step = in.integer();
  if (!step) {
    return false;
  }
  note_time(*step, *time_ms, state);
  state.log.late_work.clear();
  return put(state.stop_step, step, state.at) && put(state.stop_ms, time_ms, state.at);
}

}  // namespace verifier
