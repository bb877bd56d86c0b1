// SPDX-License-Identifier: Apache-2.0
// What the single families of log lines say. Each reader gets the line behind the words that name
// its family; true where the line was understood.
#pragma once

#include "verifier/submission/log_cursor.h"
#include "verifier/submission/log_state.h"

namespace verifier {

// ---- Header (log_header_lines.cc).
bool read_seed(LogCursor& in, LogState& state);
bool read_schedule_seed(LogCursor& in, LogState& state);
bool read_model_params(LogCursor& in, LogState& state);
bool read_world_size(LogCursor& in, LogState& state);
bool read_val_loader(LogCursor& in, LogState& state);
bool read_val_tokens(LogCursor& in, LogState& state);
bool read_train_loader(LogCursor& in, LogState& state);
bool read_train_shards(LogCursor& in, LogState& state);
bool read_max_wallclock(LogCursor& in, LogState& state);
bool read_batch_line(LogCursor& in, LogState& state);
bool read_torch(LogCursor& in, LogState& state);
bool read_device_row(LogCursor& in, LogState& state);
bool read_header_start(LogCursor& in, LogState& state);
bool read_hyperparameters(LogCursor& in, LogState& state);
// Any line of the header once more, as "key:value" pairs and for the marks of data that overlaps.
void note_header_line(LogState& state);

// ---- Steps (log_step_lines.cc).
bool read_step(LogCursor& in, LogState& state);
bool read_piped_step(LogCursor& in, LogState& state);
bool read_short_step(LogCursor& in, LogState& state);
bool read_warmup(LogCursor& in, LogState& state);
bool read_stop(LogCursor& in, LogState& state);

// ---- Sizes (log_size_lines.cc).
bool read_model_size(LogCursor& in, LogState& state);
bool read_artifact_size(LogCursor& in, LogState& state);
bool read_total_size(LogCursor& in, LogState& state);
bool read_code_size(LogCursor& in, LogState& state);

// ---- After training (log_late_lines.cc).
bool read_total_eval(LogCursor& in, LogState& state);
bool read_calibration(LogCursor& in, LogState& state);
bool read_pruning(LogCursor& in, LogState& state);
bool read_elapsed_total(LogCursor& in, LogState& state);
bool read_cache_line(LogCursor& in, LogState& state);
bool read_subset_time(LogCursor& in, LogState& state);
bool read_subset_warning(LogCursor& in, LogState& state);

}  // namespace verifier
