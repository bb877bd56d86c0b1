// SPDX-License-Identifier: Apache-2.0
// The families of log lines (submission-formats.md section 3.3) as one table: what a line starts
// with, and what it says. A new dialect is a row.
#pragma once

#include <string_view>

#include "verifier/submission/submission.h"

namespace verifier {

// What has been read of one log so far, before the facts are settled.
struct LogState {
  TrainLog log;
  Origin at;              // the line being read
  std::string_view line;  // its text

  MaybeClaim<std::uint64_t> step_ms;  // of the last classic step line
  MaybeClaim<std::uint64_t> step;     // its number
  MaybeClaim<std::uint64_t> stop_ms;  // of the last early stop
  MaybeClaim<std::uint64_t> stop_step;
  MaybeClaim<std::uint64_t> bare_total;  // "Total submission size: n bytes"
  bool bare_total_counts_packed = false;
  bool last_model_is_packed = false;
  MaybeClaim<std::uint64_t> named_total;  // "Total submission size <format>: n bytes"
  MaybeClaim<std::uint64_t> plain_code;
  MaybeClaim<std::uint64_t> compressed_code;
  bool model_after_total = false;  // the last packed model was printed after the last total
  bool is_run_log = false;         // a line was read that only a run prints
};

// Reads one line into the state; false where no family knows it.
bool read_log_line(std::string_view line, LogState& state);

}  // namespace verifier
