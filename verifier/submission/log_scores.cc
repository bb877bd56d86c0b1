// SPDX-License-Identifier: Apache-2.0
#include "verifier/submission/log_scores.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>

#include "verifier/submission/log_cursor.h"

namespace verifier {
namespace {

constexpr std::array<std::string_view, 9> kProgressWords = {
    "chunk", "windows", "running", "epoch", "ttp:", "best", "gain", "delta", "gap"};

constexpr std::array<std::string_view, 11> kDiagnosticWords = {
    "diagnostic", "pre-quant", "pre_quant",   "post_ema",        "post_swa", "ema_eval",
    "swa_eval",   "raw model", "neural_only", "roundtrip_delta", "sanity"};

std::string lowercase(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return lower;
}

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
    if (in.number() && (in.take("/") || in.take("%]"))) {
      return true;
    }
  }
  return false;
}

bool is_progress(std::string_view line, std::string_view label) {
  const std::string lower = lowercase(label);
  return holds_one_of(lower, kProgressWords) || digit_follows(lower, "rank") ||
         digit_follows(lower, "batch ") || holds_counter(line) ||
         line.find(" windows") != std::string_view::npos;
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

std::optional<ScoreLine> read_loss_and_bpb(std::string_view line, const Origin& at) {
  const std::size_t start = line.find("val_loss");
  if (start == std::string_view::npos) {
    return std::nullopt;
  }
  LogCursor in(line.substr(start + 8));
  const auto loss = value_after_key(in);
  in.take(",");
  in.skip_spaces();
  // A word may stand before each of the two: "... sliding val_loss:2.02 sliding val_bpb:1.19".
  if (!in.rest().starts_with("val_bpb")) {
    in.until(' ');
    in.skip_spaces();
  }
  if (!loss || !in.take("val_bpb")) {
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

// "ppm_mixer val_bpb:1.2 ..." is a score; "blended_bpb=1.2" supports one.
std::optional<ScoreLine> read_bpb_alone(std::string_view line, const Origin& at) {
  for (std::size_t end = line.find("bpb"); end != std::string_view::npos;
       end = line.find("bpb", end + 3)) {
    LogCursor in(line.substr(end + 3));
    const auto bpb = value_after_key(in);
    if (!bpb) {
      continue;
    }
    const std::size_t blank = line.substr(0, end).find_last_of(" \t");
    const std::size_t key = blank == std::string_view::npos ? 0 : blank + 1;
    const bool plain = line.substr(key, end - key) == "val_";
    ScoreLine score;
    score.label = label_before(line, plain ? key : end + 3);
    score.val_bpb = {*bpb, at};
    score.second_class = !plain || score.label.empty();
    return score;
  }
  return std::nullopt;
}

void read_eval_time(std::string_view line, ScoreLine& score) {
  LogCursor exact(line);
  LogCursor rounded(line);
  const bool has_exact = exact.find(" eval_time:");
  LogCursor& in = has_exact ? exact : rounded;
  if (!has_exact && !in.find(" elapsed=")) {
    return;
  }
  const auto time = in.number();
  if (time && in.take(has_exact ? "ms" : "s")) {
    score.eval_ms = has_exact ? time->value : time->value * 1000;
    score.eval_ms_is_rounded = !has_exact;
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

std::optional<ScoreLine> read_score_line(std::string_view line, const Origin& at) {
  auto score = read_loss_and_bpb(line, at);
  if (!score) {
    score = read_bpb_alone(line, at);
  }
  if (!score || is_progress(line, score->label)) {
    return std::nullopt;
  }
  score->diagnostic = holds_one_of(lowercase(score->label), kDiagnosticWords);
  read_eval_time(line, *score);
  return score;
}

std::string plain_label(const std::string& label) {
  constexpr std::string_view kExact = "_exact";
  return label.ends_with(kExact) ? label.substr(0, label.size() - kExact.size()) : label;
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
