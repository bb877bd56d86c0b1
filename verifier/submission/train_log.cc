// SPDX-License-Identifier: Apache-2.0
#include "verifier/submission/train_log.h"

#include <algorithm>
#include <array>

#include "verifier/submission/defects.h"
#include "verifier/submission/log_cursor.h"
#include "verifier/submission/log_families.h"
#include "verifier/submission/log_lines.h"
#include "verifier/submission/log_scores.h"
#include "verifier/submission/log_source_copy.h"

namespace verifier {
namespace {

std::string lower_name(std::string_view path) {
  std::string name(path.substr(path.rfind('/') + 1));
  std::transform(name.begin(), name.end(), name.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return name;
}

// A name that promises a log, so that an empty or binary file of that name is worth a word.
bool promises_log(std::string_view path) {
  const std::string name = lower_name(path);
  return name.ends_with(".log") || name.find("log") != std::string::npos ||
         name.find("seed") != std::string::npos;
}

// The number in "seed42", "seed_42", "seed-42" or "_s42" of a file's name.
std::optional<std::uint64_t> seed_of_name(std::string_view path) {
  const std::string name = lower_name(path);
  std::optional<std::uint64_t> seed;
  LogCursor worded(name);
  while (!seed && worded.find("seed")) {
    if (!worded.take("_")) {
      worded.take("-");
    }
    seed = worded.integer();
  }
  LogCursor lettered(name);
  while (!seed && lettered.find("_s")) {
    seed = lettered.integer();
  }
  return seed;
}

void read_lines(std::string_view bytes, LogState& state, std::vector<Defect>& defects) {
  const std::vector<bool> is_source = find_source_copies(bytes);
  std::size_t piece = 0;
  bool cut_told = false;
  LogLines lines(bytes);
  while (const auto line = lines.next()) {
    std::string_view text = without_prefix(line->text);
    state.log.lines = line->number;
    state.at.line = line->number;
    if (line->cut && !cut_told) {
      defects.push_back({std::string(defect::kLogLineCut), state.at,
                         "a line of more than 65,536 bytes; what lies beyond was not read"});
      cut_told = true;
    }
    if (is_separator(text)) {
      ++piece;
      continue;
    }
    if (is_source[piece] || looks_like_print_statement(text)) {
      continue;
    }
    text = text.substr(0, text.find_last_not_of(" \t") + 1);
    if (!text.empty() && !read_log_line(text, state)) {
      ++state.log.unknown_lines;
    }
  }
}

// The loop is cut after the step that crosses the cap, so stop line and last step agree to some
// milliseconds; the larger is what was used.
void settle_times(LogState& state) {
  const bool stop_is_larger =
      state.stop_ms && (!state.step_ms || state.stop_ms->value >= state.step_ms->value);
  state.log.train_ms = stop_is_larger ? state.stop_ms : state.step_ms;
  state.log.steps = state.stop_step ? state.stop_step : state.step;
}

void settle_sizes(LogState& state) {
  TrainLog& log = state.log;
  log.total_bytes = state.named_total;
  if (state.bare_total &&
      (!log.total_bytes || state.bare_total->origin.line > log.total_bytes->origin.line)) {
    log.total_bytes = state.bare_total;
  }
  log.code_bytes = state.compressed_code ? state.compressed_code : state.plain_code;
  // Of the pair uncompressed / compressed, the total tells which one was counted.
  if (state.plain_code && log.total_bytes && log.model_bytes &&
      log.model_bytes->value + state.plain_code->value == log.total_bytes->value) {
    log.code_bytes = state.plain_code;
  }
  if (state.model_after_total && log.total_bytes && log.code_bytes) {
    log.total_bytes = Claim<std::uint64_t>{log.model_bytes->value + log.code_bytes->value,
                                           log.model_bytes->origin};
  }
}

void settle_score(TrainLog& log) {
  log.all_eval_ms = evaluation_passes(log.scores);
  const auto final = final_score(log.scores);
  if (final) {
    log.final_score = final->score;
    log.eval_ms = final->eval_ms;
  }
}

}  // namespace

bool may_be_log(std::string_view path) {
  constexpr std::array<std::string_view, 3> kEndings = {".log", ".txt", ".out"};
  constexpr std::array<std::string_view, 5> kOthers = {"requirements", "manifest", "license",
                                                       "commands", "setup"};
  const std::string name = lower_name(path);
  const auto ends = [&](std::string_view ending) { return name.ends_with(ending); };
  const auto starts = [&](std::string_view other) { return name.starts_with(other); };
  return std::any_of(kEndings.begin(), kEndings.end(), ends) &&
         std::none_of(kOthers.begin(), kOthers.end(), starts);
}

std::optional<TrainLog> read_train_log(const std::string& path, std::string_view bytes,
                                       std::vector<Defect>& defects) {
  if (bytes.empty() || is_binary(bytes)) {
    if (promises_log(path)) {
      const std::string_view code = bytes.empty() ? defect::kLogEmpty : defect::kLogBinary;
      defects.push_back({std::string(code),
                         {path, 0, ""},
                         bytes.empty() ? "an empty file where a train log was expected"
                                       : "binary data where a train log was expected"});
    }
    return std::nullopt;
  }
  LogState state;
  state.log.path = path;
  state.at.file = path;
  read_lines(bytes, state, defects);
  if (!state.is_run_log) {
    return std::nullopt;
  }
  const auto seed = seed_of_name(path);
  if (seed) {
    state.log.seed_in_name = Claim<std::uint64_t>{*seed, {path, 0, ""}};
  }
  settle_times(state);
  settle_sizes(state);
  settle_score(state.log);
  return std::move(state.log);
}

}  // namespace verifier
