// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>

#include "verifier/submission/log_line_readers.h"

namespace verifier {
namespace {

constexpr std::size_t kMostSettings = 2'000;
constexpr std::size_t kUsualSettings = 128;
constexpr std::size_t kMostMarks = 16;
constexpr std::size_t kMostDevices = 1'024;
constexpr std::size_t kShownBytes = 240;

std::string shown(std::string_view text) {
  return std::string(text.substr(0, kShownBytes));
}

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

bool is_word(char c) {
  return is_letter(c) || (c >= '0' && c <= '9');
}

// The length of the key that stands in front of ':' or '='; 0 where there is none.
std::size_t key_length(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size() && (is_word(text[at]) || text[at] == '.')) {
    ++at;
  }
  const bool ends = at < text.size() && (text[at] == ':' || text[at] == '=');
  return ends && is_letter(text[0]) ? at : 0;
}

// Keys that tell one run of a configuration from another, or one machine from another.
bool is_of_the_run(std::string_view key) {
  constexpr std::array<std::string_view, 14> kKeys = {
      "seed", "run_id", "rank", "local_rank", "is_main_process", "device", "logfile",
      "run",  "name",   "INFO", "W",          "wandb_run",       "host",   "compile_time"};
  return std::find(kKeys.begin(), kKeys.end(), key) != kKeys.end() ||
         key.find("seed") != std::string_view::npos || key.ends_with("_dir") ||
         key.ends_with("_path") || key.ends_with("_file") || key.ends_with("_files");
}

void keep_setting(std::string_view key, std::string_view value, LogState& state) {
  std::vector<Claim<std::string>>& settings = state.log.settings;
  const bool is_path = value.find('/') != std::string_view::npos;
  if (is_path || value.empty() || is_of_the_run(key) || settings.size() >= kMostSettings) {
    return;
  }
  if (settings.empty()) {
    settings.reserve(kUsualSettings);
  }
  Claim<std::string>& setting = settings.emplace_back();
  setting.value.append(key, 0, kShownBytes).append(":").append(value, 0, kShownBytes);
  setting.origin = state.at;
}

// "  key: value" of the list under "Hyperparameters:".
void note_hyperparameter(LogState& state) {
  const std::string_view text = state.line.substr(2);
  const std::size_t length = key_length(text);
  if (length != 0 && text.substr(length).starts_with(": ")) {
    keep_setting(text.substr(0, length), text.substr(length + 2), state);
  }
}

// "key:value key=value ...": a value goes on until the next word that is a key.
void note_pairs(LogState& state) {
  std::string_view rest = state.line;
  if (key_length(rest) == 0) {
    return;
  }
  while (!rest.empty()) {
    const std::size_t length = key_length(rest);
    std::size_t end = rest.find(' ');
    while (end != std::string_view::npos && key_length(rest.substr(end + 1)) == 0) {
      end = rest.find(' ', end + 1);
    }
    keep_setting(rest.substr(0, length), rest.substr(length + 1, end - length - 1), state);
    rest.remove_prefix(std::min(end, rest.size() - 1) + 1);
  }
}

// Training shards of a data set that was made locally with validation documents in them (D2).
void note_overlap_paths(LogState& state) {
  const std::string_view line = state.line;
  const std::size_t doubled = line.find("datasets/datasets");
  if (doubled == std::string_view::npos || state.log.overlap_marks.size() >= kMostMarks) {
    return;
  }
  const std::size_t start = line.find_last_of(" :=", doubled);
  const std::size_t end = line.find(' ', doubled);
  const std::size_t begin = start == std::string_view::npos ? 0 : start + 1;
  const std::string path = shown(line.substr(begin, end - begin));
  const bool told = std::any_of(state.log.overlap_marks.begin(), state.log.overlap_marks.end(),
                                [&](const Claim<std::string>& mark) { return mark.value == path; });
  if (!told) {
    state.log.overlap_marks.push_back({path, state.at});
  }
}

void begin_header(LogState& state) {
  if (!state.in_header) {
    state.in_header = true;
    state.log.settings.clear();
    state.step.reset();
    state.step_ms.reset();
  }
}

bool put_train_shards(LogCursor& in, LogState& state) {
  const auto shards = in.integer();
  const bool overlaps = shards && (*shards == 1499 || *shards == 1502);
  if (overlaps && state.log.overlap_marks.size() < kMostMarks) {
    state.log.overlap_marks.push_back({"train_shards:" + std::to_string(*shards), state.at});
  }
  return put(state.log.train_shards, shards, state.at);
}

}  // namespace

// Alone on its line, or followed by more facts: "seed:1337 ema_enabled:True", "Seed: 7, Steps: 9".
bool read_seed(LogCursor& in, LogState& state) {
  const auto seed = in.integer();
  in.take(",");
  const bool more = in.take(" ") && key_length(in.rest()) != 0;
  return (in.at_end() || more) && put(state.log.seed_in_log, seed, state.at);
}

bool read_schedule_seed(LogCursor& in, LogState& state) {
  return in.find(" wall:") && in.find("s seed:") && read_seed(in, state);
}

bool read_model_params(LogCursor& in, LogState& state) {
  in.skip_spaces();
  const auto params = in.grouped_integer();
  if (params && state.ran) {
    ++state.log.runs_in_file;
    state.ran = false;
  }
  return put(state.log.model_params, params, state.at);
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
  return in.find(" train_shards:") && put_train_shards(in, state);
}

bool read_train_shards(LogCursor& in, LogState& state) {
  return put_train_shards(in, state);
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

bool read_torch(LogCursor& in, LogState& state) {
  if (in.at_end()) {
    return false;
  }
  state.log.torch = Claim<std::string>{shown(in.until(' ')), state.at};
  return true;
}

// "|   0  NVIDIA H100 80GB HBM3          On  |   00000000:8D:00.0 Off | ..."
bool read_device_row(LogCursor& in, LogState& state) {
  if (in.take(" NVIDIA-SMI ")) {
    state.log.gpus.clear();
    return true;
  }
  in.skip_spaces();
  const auto index = in.integer();
  in.skip_spaces();
  const bool named = in.rest().starts_with("NVIDIA ") || in.rest().starts_with("Tesla ");
  std::string_view name = in.until('|');
  if (!index || !named || in.at_end()) {
    return false;
  }
  name = name.substr(0, name.find_last_not_of(' ') + 1);
  const bool mode = name.ends_with(" On") || name.ends_with(" Off");
  name = name.substr(0, mode ? name.rfind(' ') : 0);
  name = name.substr(0, name.find_last_not_of(' ') + 1);
  if (name.empty() || state.log.gpus.size() >= kMostDevices) {
    return false;
  }
  state.log.gpus.push_back({shown(name), state.at});
  return true;
}

bool read_header_start(LogCursor& /*in*/, LogState& state) {
  begin_header(state);
  return true;
}

bool read_hyperparameters(LogCursor& in, LogState& state) {
  begin_header(state);
  state.in_hyperparameters = true;
  return in.at_end();
}

void note_header_line(LogState& state) {
  note_overlap_paths(state);
  const bool indented = state.line.starts_with("  ");
  state.in_hyperparameters =
      state.in_hyperparameters && (indented || state.line == "Hyperparameters:");
  if (state.in_hyperparameters && indented) {
    note_hyperparameter(state);
  } else if (!indented) {
    note_pairs(state);
  }
}

}  // namespace verifier
