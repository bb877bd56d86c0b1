// SPDX-License-Identifier: Apache-2.0
// What has been read of one log so far, before the facts are settled.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "verifier/submission/submission.h"

namespace verifier {

// A number of a line that may stand in a log a million times: no place is written out for it.
template <typename T>
struct LineFact {
  T value{};
  std::uint64_t line = 0;
};

template <typename T>
using MaybeLineFact = std::optional<LineFact<T>>;

struct LogState {
  TrainLog log;
  Origin at;              // the line being read
  std::string_view line;  // its text

  MaybeLineFact<std::uint64_t> step_ms;  // of the last classic step line
  MaybeLineFact<std::uint64_t> step;     // its number
  std::string step_avg_text;             // of the last classic step line that has one
  std::uint64_t step_avg_line = 0;
  std::string train_loss_text;
  std::uint64_t train_loss_line = 0;
  MaybeLineFact<std::uint64_t> stop_ms;  // of the last early stop
  MaybeLineFact<std::uint64_t> stop_step;
  MaybeClaim<std::uint64_t> bare_total;   // "Total submission size: n bytes"
  bool last_model_is_packed = false;      // or the last line that tells the size of an artifact
  MaybeClaim<std::uint64_t> named_total;  // "Total submission size <format>: n bytes"
  MaybeClaim<std::uint64_t> plain_code;
  MaybeClaim<std::uint64_t> compressed_code;
  bool model_after_total = false;  // the last packed model was printed after the last total
  bool is_run_log = false;         // a line was read that only a run prints

  bool in_header = true;            // nothing of the run itself was printed yet
  bool in_hyperparameters = false;  // behind "Hyperparameters:"
  bool may_score = true;            // the line may hold a score
  bool ran = false;                 // a step or a score since the last "model_params"
};

// A log that prints more is hostile; its oldest lines make room, because the last ones decide.
inline constexpr std::size_t kMostKept = 20'000;

template <typename T>
void keep(std::vector<T>& list, T item) {
  if (list.size() >= kMostKept) {
    list.erase(list.begin(), list.begin() + kMostKept / 2);
  }
  list.push_back(std::move(item));
}

template <typename T>
bool put(MaybeClaim<T>& field, const std::optional<T>& value, const Origin& at) {
  if (!value) {
    return false;
  }
  field = Claim<T>{*value, at};
  return true;
}

template <typename T>
bool put(MaybeLineFact<T>& field, const std::optional<T>& value, const Origin& at) {
  if (!value) {
    return false;
  }
  field = LineFact<T>{*value, at.line};
  return true;
}

}  // namespace verifier
