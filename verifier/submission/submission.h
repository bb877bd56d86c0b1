// SPDX-License-Identifier: Apache-2.0
// What a submission says, read once and never defaulted: files, claims, logs, each value with the
// place it stood at. Malformed things become Defects; reading never stops at the first one and
// never executes anything. Shapes of real folders: submission-formats.md.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "verifier/submission/claim.h"
#include "verifier/submission/log_facts.h"

namespace verifier {

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

// The numbers of submission.json (formats specification, section 2).
struct Claims {
  MaybeClaim<Decimal> val_bpb;
  MaybeClaim<Decimal> val_loss;
  MaybeClaim<Decimal> val_bpb_std;
  MaybeClaim<Decimal> t_statistic;
  MaybeClaim<Decimal> p_value;
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
  MaybeClaim<double> eval_s;   // longest evaluation, of any seed
  MaybeClaim<double> train_s;  // longest training, of any seed
  // Boasts of the submission itself; only those that say "yes" are kept.
  MaybeClaim<bool> under_1500_lines;
  MaybeClaim<bool> artifact_under_16mb;
  MaybeClaim<bool> train_under_600s;
  MaybeClaim<bool> eval_under_600s;
  MaybeClaim<bool> three_seeds;
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
  bool several_logs_per_seed = false;  // of a seed of the run set more than one log was a candidate
  std::string common_label;            // where the runs end on different labels: what all share
  std::optional<Script> script;
  std::vector<Defect> defects;
};

}  // namespace verifier
