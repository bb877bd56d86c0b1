// SPDX-License-Identifier: Apache-2.0
// What `train` and `evaluate` have in common around the work: reading recipe and data, and leaving
// a run record and a log behind, on failure too. Every file appears whole or not at all.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reference_impl/record/run_record.h"
#include "reference_impl/tokens/piece_table.h"
#include "reference_impl/training/recipe.h"

namespace reference {

// The options the two commands share.
struct RunRequest {
  std::string command;  // "train" or "evaluate"
  std::string profile;  // "smoke" or "official"
  std::filesystem::path recipe;
  std::filesystem::path data;
  std::filesystem::path output;
  std::uint64_t seed = 0;
  std::optional<std::int64_t> ranks;
};

// What a run works on.
struct RunData {
  Recipe recipe;
  PieceTable pieces;                        // the data folder's pieces.tsv, else the official table
  std::vector<std::uint16_t> train_tokens;  // empty when not asked for
  std::vector<std::uint16_t> val_tokens;    // x[0..T], cut and truncated
};

// One run's record and log, gathered in memory.
class RunSession {
 public:
  explicit RunSession(const RunRequest& request);

  RunRecord& record() { return record_; }
  const RunRequest& request() const { return request_; }
  void log(const std::string& line) { log_ += line + "\n"; }

  // Reads recipe, piece table and shards, and notes them in the record.
  RunData read_data(bool with_training_shards);
  // The first lines of the log: profile, recipe, seed, validation stream.
  void log_head(const RunData& data);
  // Writes a file of the run into its folder and names it with its digest.
  NamedFile write(const std::string& name, std::string_view bytes) const;
  // Writes <command>.log and the record.
  void close() const;

 private:
  RunRequest request_;
  RunRecord record_;
  std::string log_;
};

// Makes the output folder, removes an earlier record of this command, runs `body` and closes the
// session; what `body` throws is noted as the run's termination and thrown on.
void run_session(const RunRequest& request, const std::function<void(RunSession&)>& body);

}  // namespace reference
