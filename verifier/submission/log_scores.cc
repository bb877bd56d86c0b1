// SPDX-License-Identifier: Apache-2.0
#include "verifier/submission/log_scores.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>

#include "verifier/base/text.h"
#include "verifier/submission/decimal.h"
#include "verifier/submission/log_cursor.h"

namespace verifier {
namespace {

constexpr std::array<std::string_view, 9> kProgressWords = {
    "chunk", "windows", "running", "epoch", "ttp:", "best", "gain", "delta", "gap"};

constexpr std::array<std::string_view, 11> kDiagnosticWords = {
    "diagnostic", "pre-quant", "pre_quant",   "post_ema",        "post_swa", "ema_eval",
    "swa_eval",   "raw model", "neural_only", "roundtrip_delta", "sanity"};

template <std::size_t N>
bool holds_one_of(const std::string& text, const std::array<std::string_view, N>& words) {
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view word) { return text.find(word) != std::string::npos; });
}

bool digit_follows(std::string_view text, std::string_view word) {
  LogCursor in(text);
  while (in.find(word)) {
    if (!in.at_end() && in.rest()[0] >= '0' && in.rest()[0] <= '9') {
      return true;
    }
  }
  return false;
}

// "[3/12]", "[ 12.3%]".
bool holds_counter(std::string_view text) {
  LogCursor in(text);
  while (in.find("[")) {
    in.skip_spaces();
    const std::size_t length = number_length(in.rest());
    in = LogCursor(in.rest().substr(length));
    if (length != 0 && (in.take("/") || in.take("%]"))) {
      return true;
    }
  }
  return false;
}

bool is_progress(std::string_view label) {
  const std::string lower = lowercase(std::string(label));
  return holds_one_of(lower, kProgressWords) || digit_follows(lower, "rank") ||
         digit_follows(lower, "batch ");
}

// The number behind "<key>:" or "<key>=", with or without a blank.
std::optional<Decimal> value_after_key(LogCursor& in) {
  if (!in.take(":") && !in.take("=")) {
    return std::nullopt;
  }
  in.skip_spaces();
  return in.number();
}

std::string label_before(std::string_view line, std::size_t at) {
  std::string_view label = line.substr(0, at);
  const std::size_t start = label.find_first_not_of(" \t-");
  if (start == std::string_view::npos) {
    return "";
  }
  label = label.substr(start);
  return std::string(label.substr(0, label.find_last_not_of(" \t|,") + 1));
}

// The names of the two values: in full, and as one family of scripts shortens them.
struct ScoreKeys {
  std::string_view loss;
  std::string_view bpb;
};

constexpr std::array<ScoreKeys, 2> kScoreKeys = {{{"val_loss", "val_bpb"}, {"vl", "bpb"}}};

// Where a key of the line starts that is a word of its own; npos where there is none.
std::size_t find_key(std::string_view line, std::string_view key) {
  std::size_t at = line.find(key);
  if (key.size() > 2) {
    return at;
  }
  while (at != std::string_view::npos) {
    const bool begins = at == 0 || line[at - 1] == ' ' || line[at - 1] == ':';
    const std::size_t end = at + key.size();
    if (begins && end < line.size() && (line[end] == ':' || line[end] == '=')) {
      return at;
    }
    at = line.find(key, at + 1);
  }
  return at;
}

std::optional<ScoreLine> read_loss_and_bpb(std::string_view line, const ScoreKeys& keys,
                                           const Origin& at) {
  const std::size_t start = find_key(line, keys.loss);
  if (start == std::string_view::npos) {
    return std::nullopt;
  }
  LogCursor in(line.substr(start + keys.loss.size()));
  const auto loss = value_after_key(in);
  in.take(",");
  in.skip_spaces();
  // A word may stand before each of the two: "... sliding val_loss:2.02 sliding val_bpb:1.19".
  if (!in.rest().starts_with(keys.bpb)) {
    in.until(' ');
    in.skip_spaces();
  }
  if (!loss || !in.take(keys.bpb)) {
    return std::nullopt;
  }
  const auto bpb = value_after_key(in);
  if (!bpb) {
    return std::nullopt;
  }
  ScoreLine score;
  score.label = label_before(line, start);
  score.val_loss = Claim<Decimal>{*loss, at};
  score.val_bpb = {*bpb, at};
  return score;
}

// One "...bpb:1.2" or "...BPB: 1.2" of a line.
struct BpbWord {
  std::size_t key = 0;  // where its word begins
  std::size_t end = 0;  // behind "bpb"
  Decimal value;
};

// From `from` on; where no blank stands between it and the word, the word begins at `begin`.
std::optional<BpbWord> next_bpb(std::string_view line, std::size_t from, std::size_t begin) {
  for (std::size_t at = line.find_first_of("bB", from); at != std::string_view::npos;
       at = line.find_first_of("bB", at + 1)) {
    const std::string_view word = line.substr(at, 3);
    if (word != "bpb" && word != "BPB") {
      continue;
    }
    LogCursor in(line.substr(at + 3));
    if (const auto value = value_after_key(in)) {
      const std::size_t blank = line.substr(from, at - from).find_last_of(" \t");
      const std::size_t key = blank == std::string_view::npos ? begin : from + blank + 1;
      return BpbWord{key, at + 3, *value};
    }
  }
  return std::nullopt;
}

// "ppm_mixer val_bpb:1.2 ..." is a score; "blended_bpb=1.2" supports one. Where a line has both,
// "val_bpb" is the one that counts.
std::optional<ScoreLine> read_bpb_alone(std::string_view line, const Origin& at) {
  std::optional<BpbWord> found;
  bool plain = false;
  for (auto word = next_bpb(line, 0, 0); word && !plain;
       word = next_bpb(line, word->end, word->key)) {
    plain = line.substr(word->key, word->end - word->key) == "val_bpb";
    found = plain || !found ? word : found;
  }
  if (!found) {
    return std::nullopt;
  }
  ScoreLine score;
  score.label = label_before(line, plain ? found->key : found->end);
  // Other values before the one that counts are no part of the label.
  const std::size_t value = plain ? score.label.find(':') : std::string::npos;
  if (value != std::string::npos && value + 1 < score.label.size() &&
      score.label[value + 1] >= '0' && score.label[value + 1] <= '9') {
    score.label.resize(score.label.find_last_of(' ', value) == std::string::npos
                           ? 0
                           : score.label.find_last_of(' ', value));
  }
  score.val_bpb = {found->value, at};
  score.second_class = !plain || score.label.empty();
  return score;
}

// "eval_time:62829ms" is exact; "elapsed=62.8s" is rounded.
void read_eval_time(std::string_view line, ScoreLine& score) {
  struct TimeKey {
    std::string_view key;
    std::string_view unit;
    double ms;
  };
  constexpr std::array<TimeKey, 4> kKeys = {{{" eval_time:", "ms", 1},
                                             {" eval_time_ms:", "", 1},
                                             {" t:", "ms", 1},
                                             {" elapsed=", "s", 1000}}};
  for (const TimeKey& key : kKeys) {
    LogCursor in(line);
    if (!in.find(key.key)) {
      continue;
    }
    in.skip_spaces();
    const auto time = in.number();
    if (time && in.take(key.unit)) {
      score.eval_ms = time->value * key.ms;
      score.eval_ms_is_rounded = key.ms > 1;
      return;
    }
  }
}

constexpr std::uint64_t kTwinLines = 4;
constexpr std::size_t kTwinScores = 8;
constexpr double kTwinDifference = 6e-5;

std::uint64_t lines_between(const ScoreLine& one, const ScoreLine& other) {
  const std::uint64_t a = one.val_bpb.origin.line;
  const std::uint64_t b = other.val_bpb.origin.line;
  return a > b ? a - b : b - a;
}

bool is_twin(const ScoreLine& one, const ScoreLine& other) {
  return lines_between(one, other) <= kTwinLines &&
         std::fabs(one.val_bpb.value.value - other.val_bpb.value.value) < kTwinDifference;
}

// Of a score and its twins the one that tells the time best: milliseconds before rounded seconds,
// then the nearest line. Only near scores are looked at, so that a long log stays linear.
const ScoreLine* best_timed(const std::vector<ScoreLine>& scores, const ScoreLine& score) {
  const auto at = static_cast<std::size_t>(&score - scores.data());
  const std::size_t begin = at < kTwinScores ? 0 : at - kTwinScores;
  const std::size_t end = std::min(at + kTwinScores + 1, scores.size());
  const ScoreLine* best = nullptr;
  for (std::size_t i = begin; i < end; ++i) {
    const ScoreLine& other = scores[i];
    if (!other.eval_ms || !is_twin(score, other)) {
      continue;
    }
    const bool better = best == nullptr ||
                        (best->eval_ms_is_rounded && !other.eval_ms_is_rounded) ||
                        (best->eval_ms_is_rounded == other.eval_ms_is_rounded &&
                         lines_between(score, other) < lines_between(score, *best));
    best = better ? &other : best;
  }
  return best;
}

// The last score that `wanted` accepts; null where none.
template <typename Wanted>
const ScoreLine* last_score(const std::vector<ScoreLine>& scores, Wanted wanted) {
  for (auto it = scores.rbegin(); it != scores.rend(); ++it) {
    if (wanted(*it)) {
      return &*it;
    }
  }
  return nullptr;
}

const ScoreLine* pick(const std::vector<ScoreLine>& scores, const std::string& label) {
  if (!label.empty()) {
    return last_score(scores, [&](const ScoreLine& s) { return plain_label(s.label) == label; });
  }
  const ScoreLine* found =
      last_score(scores, [](const ScoreLine& s) { return !s.diagnostic && !s.second_class; });
  if (found == nullptr) {
    found = last_score(scores, [](const ScoreLine& s) { return !s.second_class; });
  }
  return found == nullptr ? last_score(scores, [](const ScoreLine&) { return true; }) : found;
}

}  // namespace

bool shows_progress(std::string_view line) {
  return holds_counter(line) || line.find(" windows") != std::string_view::npos;
}

std::optional<ScoreLine> read_score_line(std::string_view line, const Origin& at) {
  if (shows_progress(line)) {
    return std::nullopt;
  }
  const bool named =
      line.find("bpb") != std::string_view::npos || line.find("BPB") != std::string_view::npos;
  if (!named) {
    return std::nullopt;
  }
  std::optional<ScoreLine> score;
  for (const ScoreKeys& keys : kScoreKeys) {
    score = score ? score : read_loss_and_bpb(line, keys, at);
  }
  if (!score) {
    score = read_bpb_alone(line, at);
  }
  if (!score || is_progress(score->label)) {
    return std::nullopt;
  }
  score->diagnostic =
      score->label == "diag" || holds_one_of(lowercase(score->label), kDiagnosticWords);
  read_eval_time(line, *score);
  return score;
}

std::string plain_label(const std::string& label) {
  for (const std::string_view exact : {"_exact", "_x"}) {
    if (label.ends_with(exact)) {
      return label.substr(0, label.size() - exact.size());
    }
  }
  return label;
}

std::optional<FinalScore> final_score(const std::vector<ScoreLine>& scores,
                                      const std::string& label) {
  const ScoreLine* last = pick(scores, label);
  if (last == nullptr) {
    return std::nullopt;
  }
  FinalScore result{*last, std::nullopt};
  for (const ScoreLine& other : scores) {
    const bool more_digits =
        other.val_bpb.value.decimals > result.score.val_bpb.value.decimals && other.val_loss;
    if (more_digits && is_twin(*last, other)) {
      result.score = other;
    }
  }
  const ScoreLine* timed = best_timed(scores, *last);
  if (timed != nullptr) {
    result.score.eval_ms = timed->eval_ms;
    result.score.eval_ms_is_rounded = timed->eval_ms_is_rounded;
    result.eval_ms = Claim<double>{*timed->eval_ms, timed->val_bpb.origin};
  }
  return result;
}

std::vector<Claim<double>> evaluation_passes(const std::vector<ScoreLine>& scores) {
  std::vector<Claim<double>> passes;
  for (const ScoreLine& score : scores) {
    const ScoreLine* timed = best_timed(scores, score);
    if (timed != &score) {
      continue;
    }
    passes.push_back({*score.eval_ms, score.val_bpb.origin});
  }
  return passes;
}

}  // namespace verifier
