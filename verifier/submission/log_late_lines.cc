// SPDX-License-Identifier: Apache-2.0
#include "verifier/submission/log_line_readers.h"

namespace verifier {
namespace {

constexpr std::size_t kShownBytes = 120;
constexpr std::size_t kMostLateWork = 64;

bool holds(std::string_view text, std::string_view word) {
  return text.find(word) != std::string_view::npos;
}

std::optional<double> seconds_behind(LogCursor in, std::string_view key) {
  while (in.find(key)) {
    const auto seconds = in.number();
    if (seconds && in.take("s")) {
      return seconds->value;
    }
  }
  return std::nullopt;
}

// "in 4.2s", "time=4.2s" anywhere in the line.
std::optional<double> seconds_in(const LogCursor& in) {
  for (const std::string_view key : {" in ", "time=", "time:"}) {
    if (const auto seconds = seconds_behind(in, key)) {
      return seconds;
    }
  }
  return std::nullopt;
}

// What a calibration line says it reads.
std::string text_read(std::string_view line) {
  const std::size_t named = line.find("source=");
  if (named != std::string_view::npos) {
    const std::string_view value = line.substr(named + 7);
    return std::string(value.substr(0, value.find_first_of(" ,;)")));
  }
  for (const char* word : {"autoregressive", "AR self-gen", "self-gen", "self_gen"}) {
    if (holds(line, word)) {
      return "generated";
    }
  }
  for (const char* word : {"training data", "train data", "training batches", "train loader"}) {
    if (holds(line, word)) {
      return "train";
    }
  }
  for (const char* word : {"validation data", "val data", "validation tokens", "val tokens"}) {
    if (holds(line, word)) {
      return "val";
    }
  }
  return "";
}

std::string kind_of(std::string_view line) {
  constexpr std::string_view kGenerating = "enerat";
  if (holds(line, kGenerating) && !holds(line, "collect")) {
    return "generation";
  }
  for (const char* word : {"calibrat", "essian"}) {
    if (holds(line, word)) {
      return "calibration";
    }
  }
  return holds(line, "prun") ? "pruning" : "";
}

// A line that tells the end of what an earlier line began completes that line's entry.
void note_work(const LateWork& work, LogState& state) {
  std::vector<LateWork>& all = state.log.late_work;
  if (!all.empty() && all.back().kind == work.kind && !all.back().seconds) {
    all.back().seconds = work.seconds;
    all.back().text = all.back().text.empty() ? work.text : all.back().text;
  } else if (all.size() < kMostLateWork) {
    all.push_back(work);
  }
}

}  // namespace

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
  const std::string_view line = state.line;
  const std::string kind = kind_of(line);
  if (kind.empty() || holds(line, "SKIPPED") || holds(line, "skipped")) {
    return false;
  }
  const std::string text = text_read(line);
  note_work({kind, text, seconds_in(in), state.at}, state);
  // Validation text in any line of the log stands, whatever later lines name.
  const bool settled = state.log.calibration_source && state.log.calibration_source->value == "val";
  if (text.empty() || settled) {
    return !text.empty();
  }
  const std::string shown = text == "generated" ? "text the model generated" : text;
  const bool data = text == "train" && !holds(line, "source=");
  state.log.calibration_source = Claim<std::string>{data ? "training data" : shown, state.at};
  return true;
}

bool read_pruning(LogCursor& in, LogState& state) {
  if (!holds(in.rest(), "already fits")) {
    note_work({"pruning", "", seconds_in(in), state.at}, state);
  }
  return true;
}

bool read_elapsed_total(LogCursor& in, LogState& state) {
  in.skip_spaces();
  const auto seconds = in.number();
  if (!seconds || !in.take("s")) {
    return false;
  }
  if (state.log.late_work.size() < kMostLateWork) {
    state.log.late_work.push_back({"total", "", seconds->value, state.at});
  }
  return true;
}

bool read_cache_line(LogCursor& /*in*/, LogState& state) {
  if (!state.log.ngram_cache) {
    state.log.ngram_cache =
        Claim<std::string>{std::string(state.line.substr(0, kShownBytes)), state.at};
  }
  return true;
}

bool read_subset_time(LogCursor& in, LogState& state) {
  const auto tokens = in.find(" subset=") ? in.grouped_integer() : std::nullopt;
  if (!tokens || !in.take(" tokens")) {
    return false;
  }
  keep(state.log.subset_tokens, Claim<std::uint64_t>{*tokens, state.at});
  return true;
}

bool read_subset_warning(LogCursor& in, LogState& state) {
  const auto tokens = in.find("effective_tokens:") ? in.grouped_integer() : std::nullopt;
  if (!tokens) {
    return false;
  }
  keep(state.log.subset_tokens, Claim<std::uint64_t>{*tokens, state.at});
  return true;
}

}  // namespace verifier
