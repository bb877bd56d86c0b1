// SPDX-License-Identifier: Apache-2.0
// What one train log says, each value with its line and never defaulted (submission-formats.md,
// section 3).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "verifier/submission/claim.h"

namespace verifier {

// One line of a log that scores the validation set.
struct ScoreLine {
  std::string label;
  MaybeClaim<Decimal> val_loss;
  Claim<Decimal> val_bpb;
  std::optional<double> eval_ms;
  bool eval_ms_is_rounded = false;  // from "elapsed=1.2s"; a twin with milliseconds is better
  bool diagnostic = false;          // of the weights before they were packed
  bool second_class = false;  // some other "..._bpb": supports a claim, is final only where alone
};

// A validation during training: "step:500/9000 val_loss:... val_bpb:... train_time:...".
struct TrainingValidation {
  std::uint64_t step = 0;
  Claim<Decimal> val_loss;
  Claim<Decimal> val_bpb;
};

// Work on the model after training stopped and before it was packed (rule A6).
struct LateWork {
  std::string kind;               // "calibration", "generation" of text for it, "pruning", "total"
  std::string text;               // that it read: "train", "val", "generated"; empty where not said
  std::optional<double> seconds;  // empty where not said
  Origin origin;
};

struct TrainLog {
  std::string path;
  std::string sha256;
  MaybeClaim<std::uint64_t> seed_in_name;
  MaybeClaim<std::uint64_t> seed_in_log;
  std::optional<std::uint64_t> seed;  // the one the formats specification chooses

  MaybeClaim<std::uint64_t> train_ms;  // largest of stop line and last step line
  MaybeClaim<std::uint64_t> steps;     // of the stop line, else of the last step line
  MaybeClaim<double> step_avg_ms;      // of the last step line
  MaybeClaim<double> max_wallclock_s;
  MaybeClaim<std::uint64_t> model_bytes;  // packed model
  MaybeClaim<std::uint64_t> code_bytes;
  std::vector<Claim<std::uint64_t>> all_code_bytes;   // every "Code size" line
  std::vector<Claim<std::uint64_t>> last_code_bytes;  // the last one; the last compressed one
  MaybeClaim<std::uint64_t> total_bytes;              // last total that counts the packed model
  MaybeClaim<std::uint64_t> raw_total_bytes;          // bare total of raw weights and code
  MaybeClaim<double> eval_ms;                         // of the final score
  bool eval_ms_is_rounded = false;                    // it was not told in milliseconds
  std::vector<Claim<double>> all_eval_ms;  // one a timed evaluation pass, in order, each pass once
  MaybeClaim<double> total_eval_s;
  MaybeClaim<std::uint64_t> world_size;
  MaybeClaim<std::uint64_t> model_params;
  MaybeClaim<std::uint64_t> val_tokens;
  MaybeClaim<std::uint64_t> train_shards;
  MaybeClaim<std::string> calibration_source;  // "val" in "gptq:collecting hessians ... source=val"
  MaybeClaim<std::string> ngram_cache;         // the first line that shows a cache at evaluation
  MaybeClaim<std::string> torch;               // version, "2.9.1+cu128"
  std::vector<Claim<std::string>> gpus;        // rows of the device table, one a device
  MaybeClaim<std::string> source_copy;       // digest of the echoed source, line ends and trailing
                                             // blanks left out
  std::vector<Claim<std::string>> settings;  // header facts "key:value" of the run
  std::vector<Claim<std::string>>
      overlap_marks;  // lines that mark validation documents in training
  std::vector<Claim<std::uint64_t>> subset_tokens;  // a score that read only so many tokens
  MaybeClaim<Decimal> last_train_loss;              // of the last step line, nats per token
  std::vector<LateWork> late_work;                  // in file order
  MaybeClaim<std::string> time_goes_back;           // the first line whose train_time falls
  std::uint64_t runs_in_file = 1;

  std::vector<TrainingValidation> validations;
  std::vector<ScoreLine> scores;         // every score line but progress, in file order
  std::optional<ScoreLine> final_score;  // formats specification 3.4, digits of the _exact twin
  std::uint64_t lines = 0;
  std::uint64_t unknown_lines = 0;
};

}  // namespace verifier
