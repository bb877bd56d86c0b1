// SPDX-License-Identifier: Apache-2.0
// What a submission says, read once and never defaulted: files, claims, logs, each value with the
// place it stood at. Malformed things become Defects; reading never stops at the first one and
// never executes anything. Shapes of real folders: submission-formats.md.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace verifier {

// Where a value stood. `line` is 0 and `pointer` empty where they do not apply.
struct Origin {
  std::string file;  // relative to the folder
  std::uint64_t line = 0;
  std::string pointer;  // JSON pointer
};

// "train_seed42.log:812", "submission.json /val_bpb".
std::string to_string(const Origin& origin);

template <typename T>
struct Claim {
  T value{};
  Origin origin;
};

template <typename T>
using MaybeClaim = std::optional<Claim<T>>;

// A decimal number as it was written: the claim is exact to half a unit of its last digit.
struct Decimal {
  double value = 0;
  int decimals = 0;
  std::string text;
};

struct SubmittedFile {
  std::string path;  // relative, normalized, inside the folder
  std::uint64_t bytes = 0;
  std::string sha256;  // lowercase hex of the very bytes that were parsed
  std::string mode;    // "100644" or "100755"
};

// Something malformed; becomes a finding, never an exception.
struct Defect {
  std::string code;  // closed list in defects.h
  Origin origin;
  std::string what;
};

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
  MaybeClaim<std::uint64_t> total_bytes;   // last total that counts the packed model
  MaybeClaim<double> eval_ms;              // of the final score
  std::vector<Claim<double>> all_eval_ms;  // one a timed evaluation pass, in order, each pass once
  MaybeClaim<double> total_eval_s;
  MaybeClaim<std::uint64_t> world_size;
  MaybeClaim<std::uint64_t> model_params;
  MaybeClaim<std::uint64_t> val_tokens;
  MaybeClaim<std::uint64_t> train_shards;
  MaybeClaim<std::string> calibration_source;  // "val" in "gptq:collecting hessians ... source=val"
  MaybeClaim<std::string> ngram_cache;         // the first line that shows a cache at evaluation

  std::vector<TrainingValidation> validations;
  std::vector<ScoreLine> scores;         // every score line but progress, in file order
  std::optional<ScoreLine> final_score;  // formats specification 3.4, digits of the _exact twin
  std::uint64_t lines = 0;
  std::uint64_t unknown_lines = 0;
};

// The numbers of submission.json (formats specification, section 2).
struct Claims {
  MaybeClaim<Decimal> val_bpb;
  MaybeClaim<Decimal> val_loss;
  MaybeClaim<Decimal> val_bpb_std;
  MaybeClaim<std::uint64_t> bytes_total;
  MaybeClaim<std::uint64_t> bytes_code;
  MaybeClaim<std::string> name;
  MaybeClaim<std::string> author;
  MaybeClaim<std::string> date;   // YYYY-MM-DD
  MaybeClaim<std::string> track;  // as written; the folder's path decides
  std::vector<Claim<std::uint64_t>> seeds;
  struct PerSeed {
    std::uint64_t seed = 0;
    Claim<Decimal> val_bpb;
    MaybeClaim<std::uint64_t> artifact_bytes;
  };
  std::vector<PerSeed> per_seed;
  MaybeClaim<bool> under_1500_lines;  // a boast of the submission itself
};

// The entry point, read and never run.
struct Script {
  std::string path;
  std::uint64_t bytes = 0;
  std::uint64_t lines = 0;  // newline count plus one for an unterminated last line
  bool packed = false;      // self-extracting: its line count means nothing
};

struct Submission {
  std::string name;                  // the folder's own name
  std::string track;                 // "track_10min_16mb" or "track_non_record_16mb"
  std::string track_source;          // "--track", "path", "default"
  std::vector<SubmittedFile> files;  // sorted by path bytes
  std::string manifest_sha256;       // report specification, section 4
  std::uint64_t manifest_bytes = 0;
  bool has_recipe = false;  // recipe.json stands at the top
  Claims claims;
  bool claims_read = false;          // submission.json was there and parsed
  std::vector<TrainLog> logs;        // every log that was found to be one
  std::vector<std::size_t> run_set;  // indices into logs: the runs that make up the claim (3.5)
  bool run_set_is_a_guess = false;
  std::optional<Script> script;
  std::vector<Defect> defects;
};

}  // namespace verifier
